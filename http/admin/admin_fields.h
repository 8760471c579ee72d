// http/admin/admin_fields.h: what the admin endpoints read and answer alike.
#pragma once
#include <string>
#include <string_view>

#include "http/call.h"
#include "http/reply.h"

namespace http {
/// The fields of one request, and what is wrong with them: one fault a field (auth sheet 1).
class AdminFields {
 public:
  explicit AdminFields(const Call& call);

  /// The text of the field, blanks at its ends left out. Faulty when it is blank.
  std::string required(std::string_view name, std::string_view alias = {});
  /// The text of the field, `fallback` when it is not there. Faulty when it is blank.
  std::string text_or(std::string_view name, const std::string& fallback);
  /// A password: as it is. Faulty when it is empty.
  std::string password(std::string_view name);
  /// The application; `fallback` when it is not there and the fallback not empty.
  std::string app_id(const std::string& fallback);

  /// Adds a fault of our own: "request.NAME WHY".
  void refuse(const char* text) { faults_.push_back({Errc::admin_field_invalid, {text}}); }

  const Fields& request() const { return request_; }
  bool ok() const { return faults_.empty(); }
  const Faults& faults() const { return faults_; }

 private:
  std::string value_of(std::string_view name, std::string_view alias, bool is_password);

  const Fields request_;
  Faults faults_;
};

/// The faults of a flow in the admin service's words; wrong credentials are `credentials`.
Faults in_admin_words(const Faults& faults, Errc credentials);
}  // namespace http
