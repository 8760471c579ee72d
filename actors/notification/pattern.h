// actors/notification/pattern.h: a number's pattern, in the reference's dialect (PCRE2 knows it).
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "actors/base/expected.h"

namespace notification {
/// Immutable; safe from any thread.
class Pattern {
 public:
  /// The error says where the pattern is wrong, for the operator.
  static Expected<Pattern, std::string> compile(const std::string& pattern);

  /// Whether all of `text` is of the pattern. A text that takes too many steps is not: that bounds
  /// what a pattern with nested repetitions costs.
  bool matches(std::string_view text) const;

 private:
  explicit Pattern(std::shared_ptr<const void> code) : code_(std::move(code)) {}
  std::shared_ptr<const void> code_;  ///< pcre2_code, known to pattern.cc alone
};
}  // namespace notification
