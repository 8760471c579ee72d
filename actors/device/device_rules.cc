// actors/device/device_rules.cc: texts to values, and what values say together.
#include "actors/device/device_rules.h"

#include <charconv>

#include "actors/base/text.h"
#include "actors/device/record_codec.h"

namespace device {
namespace {
constexpr int window_minutes_max = 1440;
std::string capitals_of(std::string_view text) { return text::in_capitals(std::string{text}); }
}  // namespace

std::optional<Purpose> purpose_of(std::string_view text) {
  const std::string capitals = capitals_of(text);
  if (capitals == "AUTH") return Purpose::auth;
  if (capitals == "REGISTRATION") return Purpose::registration;
  return std::nullopt;
}

std::optional<Certification> certification_of(std::string_view text) {
  if (text == "L0") return Certification::l0;
  if (text == "L1") return Certification::l1;
  return std::nullopt;
}

std::optional<Status> status_of(std::string_view text) {
  const std::string capitals = capitals_of(text);
  for (const Status status : {Status::registered, Status::retired, Status::revoked}) {
    if (capitals == text_of(status)) return status;
  }
  return std::nullopt;
}

std::string_view text_of(Status status) {
  switch (status) {
    case Status::registered:
      return "REGISTERED";
    case Status::retired:
      return "RETIRED";
    case Status::revoked:
      return "REVOKED";
  }
  return "";
}

std::string serial_key(std::string_view provider_id, std::string_view serial_no) {
  std::string key;
  put_long(key, provider_id);
  put_long(key, serial_no);
  return key;
}

std::optional<Window> window_of(std::string_view text) {
  Window window;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    window.may_lie_ahead = text.front() == '+';
    text.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), window.minutes);
  if (error != std::errc{} || end != text.data() + text.size() || window.minutes < 0 ||
      window.minutes > window_minutes_max)
    return std::nullopt;
  return window;
}

std::optional<Fault> window_fault(const Window& window, UtcTime stamp, UtcTime now) {
  const std::chrono::minutes minutes{window.minutes};
  const UtcTime latest = window.may_lie_ahead ? now + minutes : now;
  const std::string said = std::to_string(window.minutes);
  if (stamp > latest) return Fault{Errc::device_time_after, {said}};
  if (stamp < now - minutes) return Fault{Errc::device_time_before, {said}};
  return std::nullopt;
}

Result<Done> may_become(Status before, Status wanted) {
  if (before == wanted) return Fault{Errc::device_status_same, {std::string{text_of(before)}}};
  if (before == Status::revoked) return Errc::device_status_revoked;
  return Done{};
}

std::optional<Errc> device_fault(const Device& device, const Validation& asked) {
  const bool is_meant = !asked.purpose || *asked.purpose == device.purpose;
  if (!device.is_active || !is_meant) return Errc::validate_no_device;
  if (device.status != Status::registered) return Errc::validate_retired;
  return std::nullopt;
}

/// In any case of letters.
static bool is_one_of(const std::string& said, const std::string& one, const std::string& other) {
  const std::string capitals = text::in_capitals(said);
  return capitals == text::in_capitals(one) || capitals == text::in_capitals(other);
}

Faults differences(const Device& device, const DigitalId& said, const DeviceTypes& types) {
  const DigitalId& own = device.digital_id;
  Faults faults;
  const auto compare = [&](bool is_same, const char* what) {
    if (!is_same) faults.push_back({Errc::validate_differs, {what}});
  };
  compare(said.make == own.make, "make");
  compare(said.model == own.model, "model");
  if (said.provider_id != own.provider_id || said.provider_name != own.provider_name)
    faults.push_back({Errc::validate_provider_differs, {}});
  compare(said.serial_no == own.serial_no, "serialNo");
  // What the device said when it was registered, and the code that was meant, stay true whatever
  // the table of today says.
  compare(types.type_of(said.type) == device.type_code ||
              is_one_of(said.type, own.type, device.type_code),
          "type");
  compare(types.sub_type_of(device.type_code, said.sub_type) == device.sub_type_code ||
              is_one_of(said.sub_type, own.sub_type, device.sub_type_code),
          "subType");
  return faults;
}
}  // namespace device
