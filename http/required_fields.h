// http/required_fields.h: reading the members of `request` and collecting what is wrong with them,
// one fault a member (keys sheet 1.4).
#pragma once
#include <string>
#include <string_view>

#include "http/body.h"

namespace http {
/// `bad_field` takes a sentence as {0}, or has a text of its own.
class RequiredFields {
 public:
  RequiredFields(const Fields& request, Errc bad_field);

  /// The text of a member that must not be blank.
  std::string required(std::string_view name);
  /// The same; of a member that is absent `sentence` is told.
  std::string required(std::string_view name, std::string_view sentence);
  /// The text of a member that may be missing; then empty.
  std::string optional(std::string_view name);

  /// True or false; `fallback` when it is missing.
  bool flag(std::string_view name, bool fallback);

  /// A whole number; `fallback` when it is missing.
  int64_t number(std::string_view name, int64_t fallback);

  /// Whether the member is there and not null.
  bool has(std::string_view name) const;

  /// Reports something else about a member: `request.NAME PROBLEM`.
  void add(std::string_view name, std::string_view problem);

  bool ok() const { return faults_.empty(); }
  const Faults& faults() const { return faults_; }

 private:
  const Fields request_;
  const Errc bad_field_;
  Faults faults_;
};
}  // namespace http
