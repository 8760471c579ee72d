// actors/device/device_rules.h: a registered device, what becomes of it, and when it may be trusted
// (devices sheet A.3.5 to A.3.8).
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/result.h"
#include "actors/device/device_types.h"
#include "actors/device/stamp.h"

namespace device {
inline constexpr size_t code_chars_max = 36;

// Numbers of the three are stored data and never change.
enum class Purpose : uint8_t { auth = 1, registration = 2 };
enum class Certification : uint8_t { l0 = 0, l1 = 1 };
enum class Status : uint8_t { registered = 1, retired = 2, revoked = 3 };

/// AUTH or REGISTRATION in any case of letters.
std::optional<Purpose> purpose_of(std::string_view text);
/// L0 or L1, to the letter.
std::optional<Certification> certification_of(std::string_view text);
/// REGISTERED, RETIRED or REVOKED in any case of letters.
std::optional<Status> status_of(std::string_view text);
/// In capitals.
std::string_view text_of(Status status);

/// What a device says of itself, as it says it.
struct DigitalId {
  std::string serial_no;
  std::string provider_name;
  std::string provider_id;
  std::string make;
  std::string model;
  std::string date_time;
  std::string type;
  std::string sub_type;

  friend bool operator==(const DigitalId&, const DigitalId&) = default;
};

struct Device {
  std::string code;
  std::string device_id;
  Purpose purpose = Purpose::auth;
  Certification certification = Certification::l0;
  std::string sub_id;
  std::string firmware;
  std::optional<UtcTime> expires;
  std::string trust_provider_id;
  DigitalId digital_id;
  std::string type_code;  ///< of DeviceTypes, as digital_id's means it
  std::string sub_type_code;
  Status status = Status::registered;
  bool is_active = true;
  Stamp stamp;

  friend bool operator==(const Device&, const Device&) = default;
};

/// Whose serial number it is: no two devices share one. The partition of the text owns the claim.
std::string serial_key(std::string_view provider_id, std::string_view serial_no);
inline std::string serial_key(const Device& device) {
  return serial_key(device.digital_id.provider_id, device.digital_id.serial_no);
}

/// masterdata.registerdevice.timestamp.validate: how far a device's clock may be off.
struct Window {
  int minutes = 5;
  bool may_lie_ahead = true;
};
/// "+5", "5" or "-5", up to a day; nothing for any other text.
std::optional<Window> window_of(std::string_view text);
/// device_time_after, device_time_before, or nothing. Both ends count as inside.
std::optional<Fault> window_fault(const Window& window, UtcTime stamp, UtcTime now);

/// Errors, in this order: device_status_same, device_status_revoked.
Result<Done> may_become(Status before, Status wanted);

/// What a client wants to know of a device that it has before it.
struct Validation {
  std::string code;
  std::string version;  ///< of the device service
  DigitalId digital_id;
  std::optional<Purpose> purpose;
  std::optional<UtcTime> as_of;  ///< nothing: now
};
/// validate_no_device or validate_retired, or nothing.
std::optional<Errc> device_fault(const Device& device, const Validation& asked);
/// What the client's digital id says otherwise than the device's row, one fault each; the provider,
/// by name or id, is one. Of type and sub type, what the device itself said and the stored codes
/// are right even where `types` has them no more.
Faults differences(const Device& device, const DigitalId& said, const DeviceTypes& types);
}  // namespace device
