// actors/device/field_rules.h: what is wrong with the fields of a request, in the words of the
// devices sheet (A.1).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/error.h"

namespace device {
/// Characters, not bytes, of UTF-8.
inline size_t chars_of(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  return count;
}

/// Missing fields are one fault, whatever their number; each field with another mistake is one
/// master_data_field.
class FieldFaults {
 public:
  /// `missing` is the endpoint's own code for required fields that are absent or blank; without one
  /// each of these is a master_data_field too, and says which of the two it is.
  explicit FieldFaults(std::optional<Errc> missing) : missing_(missing) {}

  void add_missing(std::string_view name) {
    if (!missing_) {
      faults_.push_back(
          {Errc::master_data_field, {"request." + std::string{name} + ": must not be null"}});
    } else if (!is_missing_) {
      faults_.insert(faults_.begin(), Fault{*missing_, {}});
      is_missing_ = true;
    }
  }
  /// A required field that says nothing.
  void add_blank(std::string_view name, size_t chars_max) {
    missing_ ? add_missing(name) : add_length(name, chars_max);
  }
  void add_length(std::string_view name, size_t chars_max) {
    faults_.push_back(
        {Errc::master_data_field,
         {"request." + std::string{name} + ": Should not be blank or size must be between 1 and " +
          std::to_string(chars_max)}});
  }
  /// Another type of value, or a time in another form.
  void add_format(std::string_view name) {
    faults_.push_back(
        {Errc::master_data_field, {"Invalid Format in field : " + std::string{name}}});
  }

  bool ok() const { return faults_.empty(); }
  const Faults& faults() const { return faults_; }

 private:
  std::optional<Errc> missing_;
  bool is_missing_ = false;
  Faults faults_;
};
}  // namespace device
