// actors/master_data/master_data_reader.cc: one table after the other, one line after the other.
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <tuple>

#include "actors/base/table_lines.h"
#include "actors/master_data/master_data.h"
#include "actors/master_data/table_row.h"

namespace master_data {
namespace {
/// As the columns of the reference's tables.
constexpr size_t code_bytes_max = 36;
constexpr size_t text_bytes_max = 512;
constexpr unsigned level_max = 15;
constexpr size_t locations_max = 4'000'000;

std::string said_twice(const std::string& what) { return what + " is said twice"; }

std::optional<bool> state_of(const std::string& field) {
  if (field == "active") return true;
  if (field == "inactive") return false;
  return std::nullopt;
}
}  // namespace

/// Each function answers what is wrong with the row, or nothing.
class MasterDataReader {
 public:
  /// "NAME line N: REASON", or nothing.
  std::string take(const Table& table, const std::vector<std::string_view>& kinds) {
    size_t rows = 0;
    const auto at_line = [&](const std::string& line) {
      const Row row = fields_of(line);
      if (row.empty()) return std::string{};
      ++rows;
      return take_row(row, kinds);
    };
    const std::string wrong = fault_of_lines(
        table.text, at_line, [&]() -> std::string { return rows == 0 ? "there is no row" : ""; });
    return wrong.empty() ? wrong : table.name + (table.name.empty() ? "" : " ") + wrong;
  }
  MasterData data() && { return std::move(data_); }

 private:
  struct Form {
    std::string_view kind;
    size_t fields;
    size_t language;  ///< which field names a language; 0: none
    bool has_state;   ///< the last field is active or inactive
    std::string (MasterDataReader::*take)(const Row&);
  };

  /// `kinds` are those of this table.
  std::string take_row(const Row& row, const std::vector<std::string_view>& kinds) {
    static constexpr Form forms[] = {
        {"language", 6, 0, true, &MasterDataReader::take_language},
        {"gender", 5, 2, true, &MasterDataReader::take_gender},
        {"individual-type", 5, 2, true, &MasterDataReader::take_individual_type},
        {"level", 4, 2, false, &MasterDataReader::take_level},
        {"location", 7, 4, true, &MasterDataReader::take_location},
        {"location-attribute", 3, 0, false, &MasterDataReader::take_location_attribute},
        {"category", 6, 2, true, &MasterDataReader::take_category},
        {"type", 6, 2, true, &MasterDataReader::take_type},
        {"valid", 3, 0, false, &MasterDataReader::take_valid},
        {"document-attribute", 3, 0, false, &MasterDataReader::take_document_attribute}};
    for (const Form& form : forms) {
      if (row.front() != form.kind || std::ranges::find(kinds, form.kind) == kinds.end()) continue;
      if (auto wrong = wrong_fields(row, form); !wrong.empty()) return wrong;
      return (this->*form.take)(row);
    }
    std::string wrong = row.front() + " is none of";
    for (const std::string_view kind : kinds) wrong.append(" ").append(kind);
    return wrong;
  }

  std::string wrong_fields(const Row& row, const Form& form) const {
    if (row.size() != form.fields)
      return "expected " + std::to_string(form.fields) + " fields, there are " +
             std::to_string(row.size());
    if (row[1].empty() || row[2].empty()) return "a field is empty";
    for (const std::string& field : row) {
      if (!simdjson::validate_utf8(field)) return "a field is not valid UTF-8";
      if (field.size() > text_bytes_max) return "a field is longer than 512 bytes";
    }
    if (row[1].size() > code_bytes_max) return "the code is longer than 36 bytes";
    if (form.has_state && !state_of(row.back())) return "the last field is active or inactive";
    if (form.language != 0 && !known_languages_.contains(row[form.language]))
      return row[form.language] + " is no language of the languages' table";
    return {};
  }
  static bool is_active(const Row& row) { return *state_of(row.back()); }

  std::string take_language(const Row& row) {
    if (!known_languages_.insert(row[1]).second) return said_twice("language " + row[1]);
    data_.languages_.push_back({row[1], row[2], row[3], row[4], is_active(row)});
    if (is_active(row)) data_.active_languages_.insert(row[1]);
    return {};
  }

  std::string take_gender(const Row& row) {
    return take_named(row, data_.genders_, data_.gender_names_);
  }
  std::string take_individual_type(const Row& row) {
    return take_named(row, data_.individual_types_, data_.individual_type_names_);
  }
  std::string take_named(const Row& row, std::vector<Named>& list, NamesByLanguage& names) {
    if (row[3].empty()) return "a field is empty";
    if (!seen_.emplace(row[0], row[1], row[2]).second)
      return said_twice(row[0] + " " + row[1] + " in " + row[2]);
    list.push_back({row[1], row[2], row[3], {}, is_active(row)});
    Names& own = names[row[2]];
    if (is_active(row)) name(own, row[1], row[3], list.size() - 1);
    return {};
  }

  std::string take_level(const Row& row) {
    const auto number = number_of(row[1], level_max);
    if (!number) return "levels are whole numbers from 0 to " + std::to_string(level_max);
    if (row[3].empty()) return "a field is empty";
    if (!seen_.emplace(row[0], row[1], row[2]).second)
      return said_twice("level " + row[1] + " in " + row[2]);
    data_.levels_.push_back({*number, row[2], row[3]});
    return {};
  }

  std::string take_location(const Row& row) {
    const auto level = number_of(row[1], level_max);
    const std::string& code = row[2];
    const std::string& parent = row[3];
    if (!level || !is_level(*level)) return row[1] + " is no level of the lines above";
    if (code.size() > code_bytes_max) return "the code is longer than 36 bytes";
    if (row[5].empty()) return "a field is empty";
    if (parent.empty() != (*level == 0)) return "every level but 0 has a parent, and 0 has none";
    if (!parent.empty() && !is_location(parent, *level - 1))
      return parent + " is no location of the lines above, one level up";
    for (const uint32_t other : data_.rows_of(code)) {
      const Location& one = data_.locations_[other];
      if (one.language == row[4]) return said_twice("location " + code + " in " + row[4]);
      if (one.level != *level || one.parent != parent)
        return "location " + code + " has another level or parent in " + one.language;
    }
    if (data_.locations_.size() == locations_max) return "there are too many locations";
    const auto at = static_cast<uint32_t>(data_.locations_.size());
    data_.locations_.push_back({code, row[4], row[5], parent, *level, is_active(row)});
    data_.rows_by_code_[code].push_back(at);
    if (!parent.empty()) data_.rows_by_parent_[parent].push_back(at);
    Names& own = data_.location_names_[*level][row[4]];
    if (is_active(row)) name(own, code, row[5], at);
    return {};
  }
  bool is_level(unsigned number) const {
    return std::ranges::any_of(data_.levels_,
                               [&](const Level& one) { return one.number == number; });
  }
  bool is_location(const std::string& code, unsigned level) const {
    const auto& rows = data_.rows_of(code);
    return !rows.empty() && data_.locations_[rows.front()].level == level;
  }

  std::string take_location_attribute(const Row& row) {
    const auto level = number_of(row[2], level_max);
    if (!level || !is_level(*level)) return row[2] + " is no level of the lines above";
    if (!seen_.emplace(row[0], row[1], "").second) return said_twice("attribute " + row[1]);
    data_.location_attributes_.push_back({row[1], *level});
    return {};
  }

  std::string take_category(const Row& row) { return take_document(row, data_.categories_); }
  std::string take_type(const Row& row) { return take_document(row, data_.document_types_); }
  std::string take_document(const Row& row, std::vector<Named>& list) {
    if (row[3].empty()) return "a field is empty";
    if (!seen_.emplace(row[0], row[1], row[2]).second)
      return said_twice(row[0] + " " + row[1] + " in " + row[2]);
    list.push_back({row[1], row[2], row[3], row[4], is_active(row)});
    return {};
  }
  static bool is_code_in(const std::vector<Named>& list, const std::string& code) {
    return std::ranges::any_of(list, [&](const Named& one) { return one.code == code; });
  }
  std::string take_valid(const Row& row) {
    if (!is_code_in(data_.categories_, row[1]))
      return row[1] + " is no category of the lines above";
    if (!is_code_in(data_.document_types_, row[2]))
      return row[2] + " is no type of the lines above";
    if (!seen_.emplace(row[0], row[1], row[2]).second)
      return said_twice("valid " + row[1] + " " + row[2]);
    data_.valid_documents_[row[1]].push_back(row[2]);
    for (size_t i = 0; i < data_.document_types_.size(); ++i) {
      const Named& type = data_.document_types_[i];
      if (type.code == row[2] && type.active)
        name(data_.document_names_[row[1]], type.code, type.name, i);
    }
    return {};
  }
  std::string take_document_attribute(const Row& row) {
    if (!is_code_in(data_.categories_, row[2]))
      return row[2] + " is no category of the lines above";
    if (!seen_.emplace(row[0], row[1], "").second) return said_twice("attribute " + row[1]);
    data_.document_attributes_.push_back({row[1], row[2]});
    return {};
  }

  static void name(Names& names, const std::string& code, const std::string& text, size_t row) {
    const auto at = static_cast<uint32_t>(row);
    names[code].push_back(at);
    if (text != code) names[text].push_back(at);
  }

  MasterData data_;
  std::set<std::string> known_languages_;
  std::set<std::tuple<std::string, std::string, std::string>> seen_;
};

Expected<MasterData, std::string> MasterData::read(const Tables& tables) {
  MasterDataReader reader;
  const struct {
    const Table& table;
    std::vector<std::string_view> kinds;
  } parts[] = {{tables.languages, {"language"}},
               {tables.genders, {"gender"}},
               {tables.individual_types, {"individual-type"}},
               {tables.locations, {"level", "location", "location-attribute"}},
               {tables.documents, {"category", "type", "valid", "document-attribute"}}};
  for (const auto& [table, kinds] : parts) {
    if (std::string wrong = reader.take(table, kinds); !wrong.empty()) return wrong;
  }
  return std::move(reader).data();
}
}  // namespace master_data
