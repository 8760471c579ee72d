// actors/device/device_types.h: which kinds of devices a country knows, read from text.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace device {
struct DeviceType {
  std::string code;
  std::string name;
  std::string description;
};

/// A make of device that registration offices may use.
struct Specification {
  std::string id, language, name, brand, model, type_code, driver_version, description;
};

/// The form of the file is told in deploy/config/device-types.table. Const after reading: any
/// thread may ask.
class DeviceTypes {
 public:
  /// The rows in `text`, or the first mistake: "line N: REASON".
  static Expected<DeviceTypes, std::string> read(std::string_view text);

  /// The code that `said` means: a code or an alias in any case of letters. Nothing for others.
  std::optional<std::string> type_of(std::string_view said) const;
  /// The same of a sub type of the type with `type_code`.
  std::optional<std::string> sub_type_of(std::string_view type_code, std::string_view said) const;

  /// The id of the registration device with this serial number (the white list).
  std::optional<std::string> listed(std::string_view serial_no) const;

  /// Codes of the type's sub types, in the file's order.
  const std::vector<std::string>& sub_types(const std::string& type_code) const {
    return sub_types_.at(type_code);
  }
  const std::vector<DeviceType>& types() const { return types_; }
  const std::vector<Specification>& specifications() const { return specifications_; }

 private:
  friend class DeviceTypesReader;
  using Codes = std::map<std::string, std::string, std::less<>>;  ///< what is said, in capitals

  std::vector<DeviceType> types_;
  std::vector<Specification> specifications_;
  Codes type_codes_;
  std::map<std::string, Codes, std::less<>> sub_type_codes_;  ///< by the type's code
  std::map<std::string, std::vector<std::string>> sub_types_;
  std::map<std::string, std::string, std::less<>> listed_;  ///< ids by serial numbers
};
}  // namespace device
