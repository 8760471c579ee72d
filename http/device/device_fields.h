// http/device/device_fields.h: reading requests of the device services, and what is wrong with
// them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/device/field_rules.h"
#include "http/body.h"
#include "http/call.h"

namespace http {
/// Members of `request` or of an object in it; see device::FieldFaults.
class DeviceFields {
 public:
  /// `front` stands before the names in faults: "digitalId.".
  DeviceFields(const Fields& fields, device::FieldFaults& faults, std::string front = {})
      : fields_(fields), faults_(faults), front_(std::move(front)) {}

  /// Without blanks at its ends; at most `chars_max` characters.
  std::string required(std::string_view name, size_t chars_max);
  /// Empty when it is missing.
  std::string optional(std::string_view name, size_t chars_max);
  /// yyyy-MM-dd'T'HH:mm:ss.SSS'Z'.
  UtcTime required_time(std::string_view name);
  /// isActive, or `active` when that is alone; nothing, and no fault, when both are missing.
  std::optional<bool> activity();
  bool required_activity();

 private:
  std::string named(std::string_view name) const { return front_ + std::string{name}; }

  const Fields fields_;
  device::FieldFaults& faults_;
  std::string front_;
};

/// Who acts, for createdBy and updatedBy.
std::string actor_name(const Call& call);
}  // namespace http
