// actors/device/device_record.h: a device as bytes, before it is sealed.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/device/device_rules.h"

namespace device {
/// Format byte, numbers, texts, expiry, stamp.
std::string encoded(const Device& device);
/// Nothing when `record` is not what encoded() made.
std::optional<Device> decoded_device(std::string_view record);

/// Who has claimed a serial number: not sealed, nothing personal in it.
struct SerialClaim {
  std::string code;
  std::string claim_id;  ///< of the registration that made it
};
std::string encoded(const SerialClaim& claim);
std::optional<SerialClaim> decoded_claim(std::string_view record);
}  // namespace device
