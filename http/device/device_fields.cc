// http/device/device_fields.cc: one field after the other.
#include "http/device/device_fields.h"

namespace http {
std::string DeviceFields::required(std::string_view name, size_t chars_max) {
  const TextField field = fields_.text({name});
  if (field.kind == TextField::Kind::absent) {
    faults_.add_missing(named(name));
  } else if (field.kind == TextField::Kind::text && field.blank()) {
    faults_.add_blank(named(name), chars_max);
  }
  return optional(name, chars_max);
}

std::string DeviceFields::optional(std::string_view name, size_t chars_max) {
  const TextField field = fields_.text({name});
  if (field.kind == TextField::Kind::other) faults_.add_format(named(name));
  if (field.blank()) return {};
  std::string text{trimmed(field.value)};
  if (device::chars_of(text) > chars_max) faults_.add_length(named(name), chars_max);
  return text;
}

UtcTime DeviceFields::required_time(std::string_view name) {
  constexpr size_t time_chars_max = 64;
  const std::string text = required(name, time_chars_max);
  UtcTime time{};
  if (!text.empty() && !parse_iso_utc(text, time)) faults_.add_format(named(name));
  return time;
}

std::optional<bool> DeviceFields::activity() {
  for (const std::string_view name : {"isActive", "active"}) {
    const auto flag = fields_.flag(name, true);
    if (!flag) {
      faults_.add_format(named(name));
      return true;
    }
    // What is missing answers with the fallback, whichever that is.
    if (flag == fields_.flag(name, false)) return flag;
  }
  return std::nullopt;
}

bool DeviceFields::required_activity() {
  const auto flag = activity();
  if (!flag) faults_.add_missing(named("isActive"));
  return flag.value_or(false);
}

std::string actor_name(const Call& call) {
  const auto& claims = call.caller()->claims;
  return claims.user_name.empty() ? claims.subject : claims.user_name;
}
}  // namespace http
