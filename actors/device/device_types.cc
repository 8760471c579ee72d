// actors/device/device_types.cc: one line after the other.
#include "actors/device/device_types.h"

#include <algorithm>

#include "actors/base/table_lines.h"
#include "actors/base/text.h"

namespace device {
namespace {
using Row = std::vector<std::string>;
/// Of codes, as the sheet's columns.
constexpr size_t code_bytes_max = 36;

std::string without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(blanks) - first + 1)};
}

Row fields_of(const std::string& line) {
  std::istringstream in{line};
  Row row;
  for (std::string field; std::getline(in, field, '|');) row.push_back(without_blanks(field));
  if (line.ends_with('|')) row.emplace_back();
  return row;
}

std::string capitals(std::string_view said) { return text::in_capitals(std::string{said}); }
}  // namespace

/// Each function answers what is wrong with the row, or nothing.
class DeviceTypesReader {
 public:
  std::string take(const Row& row) {
    struct Form {
      std::string_view kind;
      size_t fields;
      std::string (DeviceTypesReader::*take)(const Row&);
    };
    static constexpr Form forms[] = {{"type", 4, &DeviceTypesReader::take_type},
                                     {"type-alias", 3, &DeviceTypesReader::take_type_alias},
                                     {"sub-type", 3, &DeviceTypesReader::take_sub_type},
                                     {"sub-type-alias", 4, &DeviceTypesReader::take_sub_type_alias},
                                     {"specification", 9, &DeviceTypesReader::take_specification},
                                     {"registration-device", 3, &DeviceTypesReader::take_listed}};
    for (const Form& form : forms) {
      if (row.front() != form.kind) continue;
      if (row.size() != form.fields)
        return "expected " + std::to_string(form.fields) + " fields, there are " +
               std::to_string(row.size());
      if (row[1].empty() || row[2].empty()) return "a field is empty";
      return (this->*form.take)(row);
    }
    return row.front() +
           " is none of type, type-alias, sub-type, sub-type-alias, specification, "
           "registration-device";
  }
  std::string finish() const { return types_.types_.empty() ? "there is no type" : ""; }
  DeviceTypes types() && { return std::move(types_); }

 private:
  std::string take_type(const Row& row) {
    if (row[1].size() > code_bytes_max) return "the code is longer than 36 bytes";
    if (auto wrong = add(types_.type_codes_, row[1], row[1]); !wrong.empty()) return wrong;
    types_.types_.push_back({row[1], row[2], row[3]});
    types_.sub_type_codes_[row[1]];
    types_.sub_types_[row[1]];
    return {};
  }
  std::string take_type_alias(const Row& row) {
    if (!types_.sub_type_codes_.contains(row[2])) return no_type(row[2]);
    return add(types_.type_codes_, row[1], row[2]);
  }
  std::string take_sub_type(const Row& row) {
    if (row[2].size() > code_bytes_max) return "the code is longer than 36 bytes";
    const auto found = types_.sub_type_codes_.find(row[1]);
    if (found == types_.sub_type_codes_.end()) return no_type(row[1]);
    auto wrong = add(found->second, row[2], row[2]);
    if (wrong.empty()) types_.sub_types_[row[1]].push_back(row[2]);
    return wrong;
  }
  std::string take_sub_type_alias(const Row& row) {
    const auto found = types_.sub_type_codes_.find(row[1]);
    if (found == types_.sub_type_codes_.end()) return no_type(row[1]);
    const auto code = found->second.find(capitals(row[3]));
    if (code == found->second.end() || code->second != row[3])
      return row[3] + " is no sub type of the lines above";
    return add(found->second, row[2], row[3]);
  }
  std::string take_specification(const Row& row) {
    if (!types_.sub_type_codes_.contains(row[6])) return no_type(row[6]);
    for (const Specification& other : types_.specifications_) {
      if (other.id == row[1] && other.language == row[2])
        return "specification " + row[1] + " is said twice";
    }
    types_.specifications_.push_back(
        {row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[8]});
    return {};
  }

  std::string take_listed(const Row& row) {
    if (row[1].size() > code_bytes_max) return "the id is longer than 36 bytes";
    return types_.listed_.emplace(row[2], row[1]).second ? "" : row[2] + " is said twice";
  }

  static std::string add(DeviceTypes::Codes& codes, const std::string& said,
                         const std::string& code) {
    return codes.emplace(capitals(said), code).second ? "" : said + " is said twice";
  }
  static std::string no_type(const std::string& code) {
    return code + " is no type of the lines above";
  }

  DeviceTypes types_;
};

Expected<DeviceTypes, std::string> DeviceTypes::read(std::string_view text) {
  DeviceTypesReader reader;
  std::string wrong = fault_of_lines(
      text,
      [&](const std::string& line) {
        const bool is_comment = without_blanks(line).empty() || line.starts_with('#');
        return is_comment ? std::string{} : reader.take(fields_of(line));
      },
      [&] { return reader.finish(); });
  if (!wrong.empty()) return wrong;
  return std::move(reader).types();
}

std::optional<std::string> DeviceTypes::type_of(std::string_view said) const {
  const auto found = type_codes_.find(capitals(said));
  if (found == type_codes_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> DeviceTypes::sub_type_of(std::string_view type_code,
                                                    std::string_view said) const {
  const auto codes = sub_type_codes_.find(type_code);
  if (codes == sub_type_codes_.end()) return std::nullopt;
  const auto found = codes->second.find(capitals(said));
  if (found == codes->second.end()) return std::nullopt;
  return found->second;
}

std::optional<std::string> DeviceTypes::listed(std::string_view serial_no) const {
  const auto found = listed_.find(serial_no);
  if (found == listed_.end()) return std::nullopt;
  return found->second;
}
}  // namespace device
