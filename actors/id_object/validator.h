// actors/id_object/validator.h: whether somebody's demographic data may be taken, and what is wrong
// with it where it may not.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace id_object {
inline constexpr std::string_view invalid_input = "KER-IOV-004";
inline constexpr std::string_view missing_input = "KER-IOV-005";

/// One thing that is wrong: `code` is invalid_input or missing_input, `path` says where, with
/// slashes and indices from 0: "identity/fullName/0/language".
struct Fault {
  std::string_view code;
  std::string path;

  friend bool operator==(const Fault&, const Fault&) = default;
};

/// The rules of one country: JSON schema, patterns, master data. Made by load() of loader.h.
/// Immutable; one for all threads.
class Validator {
 public:
  struct Rules;
  explicit Validator(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

  /// All faults of the first stage that finds any (schema and mandatory attributes; patterns;
  /// reference data: devices and pre-registration sheet, B.5), each once, faults_max at most; empty
  /// when valid. `demographic_details` is the JSON text of that object, `today` a UTC date.
  /// A text that cannot be read as one JSON object, in UTF-8 and nested at most depth_max deep, has
  /// one fault, with unreadable_path. Keys of one object that are there twice are faults.
  std::vector<Fault> check(std::string_view demographic_details,
                           std::chrono::year_month_day today) const;

  static constexpr size_t faults_max = 128;
  static constexpr size_t depth_max = 32;
  static constexpr std::string_view unreadable_path = "demographicDetails";

 private:
  std::shared_ptr<const Rules> rules_;
};
}  // namespace id_object
