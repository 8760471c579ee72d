// http/admin/admin_fields.cc: fields and faults of the admin endpoints.
#include "http/admin/admin_fields.h"

#include "http/percent.h"
#include "http/request_time.h"

namespace http {
namespace {
Errc admin_word_for(Errc errc, Errc credentials) {
  switch (errc) {
    case Errc::auth_invalid_credentials:
      return credentials;
    case Errc::realm_not_found:
      return Errc::admin_invalid_app_id;
    case Errc::auth_internal:
      return Errc::admin_internal;
    case Errc::auth_field_invalid:
      return Errc::admin_field_invalid;
    case Errc::sendotp_channel_invalid:
      return Errc::admin_channel_invalid;
    case Errc::sendotp_multiple_channels:
      return Errc::admin_multiple_channels;
    case Errc::sendotp_user_not_found:
      return Errc::admin_user_not_found;
    case Errc::sendotp_no_address:
      return Errc::admin_no_address;
    case Errc::user_otp_invalid:
      return Errc::admin_otp_invalid;
    case Errc::user_otp_expired:
      return Errc::admin_otp_expired;
    default:
      return errc;
  }
}
}  // namespace

AdminFields::AdminFields(const Call& call) : request_(call.request()) {
  const auto add = [this](const char* text) {
    faults_.push_back({Errc::admin_field_invalid, {text}});
  };
  if (!request_.present()) {
    add("request must not be null");
    return;
  }
  const TextField time = call.body().text({"requesttime"});
  if (time.kind != TextField::Kind::absent && !is_request_time(time.value))
    add("requesttime must be a date and time of ISO 8601");
}

std::string AdminFields::value_of(std::string_view name, std::string_view alias, bool is_password) {
  if (!request_.present()) return {};
  const TextField field = alias.empty() ? request_.text({name}) : request_.text({name, alias});
  const bool is_missing = is_password ? field.value.empty() : field.blank();
  if (field.kind == TextField::Kind::other || is_missing) {
    faults_.push_back({Errc::admin_field_invalid,
                       {"request." + std::string{name} + " should not be null or empty"}});
  }
  return field.value;
}

std::string AdminFields::required(std::string_view name, std::string_view alias) {
  return std::string{trimmed(value_of(name, alias, false))};
}

std::string AdminFields::password(std::string_view name) { return value_of(name, {}, true); }

std::string AdminFields::text_or(std::string_view name, const std::string& fallback) {
  const bool is_there = request_.text({name}).kind != TextField::Kind::absent;
  return !is_there && !fallback.empty() ? fallback : required(name);
}

std::string AdminFields::app_id(const std::string& fallback) { return text_or("appid", fallback); }

Faults in_admin_words(const Faults& faults, Errc credentials) {
  Faults out = faults;
  for (Fault& fault : out) fault = {admin_word_for(fault.errc, credentials), fault.args};
  return out;
}
}  // namespace http
