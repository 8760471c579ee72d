// actors/device/registration.h: from the deviceData of a request to a device (devices sheet A.3.5).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/result.h"
#include "actors/device/device_rules.h"

namespace device {
/// What a device wants to be registered as: code, types, status and stamp are not decided yet.
struct Registration {
  Device device;
  /// Of level L1: the JSON web signatures around its data, to be verified where a certificate is
  /// known.
  std::vector<std::string> signatures;
};

/// Longer texts are refused; a device says about one KiB of itself.
inline constexpr size_t device_data_bytes_max = size_t{64} << 10;

/// `device_data` is base64 of a JSON object, in either alphabet, or a JSON web signature over it.
/// Errors: device_missing (also what cannot be decoded), device_purpose, device_not_json,
/// master_data_field, those of window_fault.
Result<Registration> registration_of(std::string_view device_data, const Window& window,
                                     UtcTime now);

/// What a device that leaves service says of itself in the newer form of the order.
struct Retirement {
  std::string code;
  std::string environment;
};
/// `text` is base64, in either alphabet, of a JSON object with deviceCode and env. Errors:
/// master_data_field.
Result<Retirement> retirement_of(std::string_view text);
}  // namespace device
