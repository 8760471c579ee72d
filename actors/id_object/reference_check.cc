// actors/id_object/reference_check.cc: days that exist, and words that the country's tables know.
#include <charconv>
#include <set>

#include "actors/id_object/rules.h"

namespace id_object {
namespace {
using master_data::MasterData;
using master_data::Names;
using master_data::NamesByLanguage;

/// uuuu/MM/dd.
std::optional<std::chrono::year_month_day> day_of(std::string_view text) {
  if (text.size() != 10 || text[4] != '/' || text[7] != '/') return std::nullopt;
  const auto number = [&](size_t first, size_t count) -> std::optional<unsigned> {
    unsigned value = 0;
    const char* const end = text.data() + first + count;
    const auto [stop, error] = std::from_chars(text.data() + first, end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
  };
  const auto year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day found{std::chrono::year{static_cast<int>(*year)},
                                          std::chrono::month{*month}, std::chrono::day{*day}};
  return found.ok() ? std::optional{found} : std::nullopt;
}

std::string_view text_in(const json::Object& object, std::string_view key) {
  std::string_view text;
  const auto value = json::find(object, key);
  if (!value || value->get(text) != simdjson::SUCCESS) return {};
  return text;
}

/// Codes that an attribute's entries mean; of the level above, for the strict check.
using Codes = std::set<std::string_view>;

class ReferenceCheck {
 public:
  ReferenceCheck(const Validator::Rules& rules, const Identity& identity, Findings& found)
      : rules_(rules), data_(*rules.data), identity_(identity), found_(found) {}

  void all(std::chrono::year_month_day today) {
    birth_date(today);
    languages();
    entries(rules_.gender, data_.gender_names());
    if (rules_.strict) entries(rules_.residence, data_.individual_type_names());
    for (const LocationRule& rule : rules_.locations) location(rule);
    if (rules_.strict) hierarchy();
    for (const DocumentRule& rule : rules_.documents) document(rule);
  }

 private:
  void birth_date(std::chrono::year_month_day today) {
    std::string_view text;
    const auto& value = identity_[rules_.birth_date];
    if (!value || value->get(text) != simdjson::SUCCESS) return;
    const auto day = day_of(text);
    if (!day || *day > today) found_.invalid(at(rules_.birth_date));
  }

  void languages() {
    for (size_t attribute = 0; attribute < rules_.attributes.size(); ++attribute) {
      if (!rules_.attributes[attribute].has_languages) continue;
      const Place place = at(attribute);
      each_entry(attribute, [&](const json::Object& entry, size_t index) {
        if (data_.is_active_language(text_in(entry, "language"))) return;
        const Place element = Place::element(&place, index);
        found_.invalid(Place::member(&element, "language"));
      });
    }
  }

  /// Each entry's value by the names of its language. A language that is itself wrong, and one that
  /// the table says nothing in, are passed over.
  void entries(size_t attribute, const NamesByLanguage& names) {
    const Place place = at(attribute);
    each_entry(attribute, [&](const json::Object& entry, size_t index) {
      const std::string_view language = text_in(entry, "language");
      if (!data_.is_active_language(language)) return;
      const auto own = names.find(language);
      if (own == names.end() || own->second.contains(text_in(entry, "value"))) return;
      invalid_value(place, index);
    });
  }

  void location(const LocationRule& rule) {
    const auto& value = identity_[rule.attribute];
    std::string_view text;
    if (!value || value->get(text) != simdjson::SUCCESS)
      return entries(rule.attribute, *rule.names);
    for (const auto& [language, names] : *rule.names) {
      if (names.contains(text)) return;
    }
    if (!rule.names->empty()) found_.invalid(at(rule.attribute));
  }

  void document(const DocumentRule& rule) {
    json::Object proof;
    const auto& value = identity_[rule.attribute];
    if (!value || value->get(proof) != simdjson::SUCCESS) return;
    if (rule.names->contains(text_in(proof, "type"))) return;
    const Place place = at(rule.attribute);
    found_.invalid(Place::member(&place, "type"));
  }

  /// The strict check: each place lies in one that the attribute of the level above names.
  void hierarchy() {
    for (const LocationRule& rule : rules_.locations) {
      for (const LocationRule& above : rules_.locations) {
        if (above.level + 1 != rule.level) continue;
        const Codes parents = codes(above);
        if (!parents.empty()) lies_in(rule, parents);
      }
    }
  }
  Codes codes(const LocationRule& rule) const {
    Codes found;
    each_row(rule, [&](const std::vector<uint32_t>& rows, std::optional<size_t>) {
      for (const uint32_t row : rows) found.insert(data_.locations()[row].code);
    });
    return found;
  }
  void lies_in(const LocationRule& rule, const Codes& parents) {
    const Place place = at(rule.attribute);
    each_row(rule, [&](const std::vector<uint32_t>& rows, std::optional<size_t> index) {
      for (const uint32_t row : rows) {
        if (parents.contains(data_.locations()[row].parent)) return;
      }
      if (index) return invalid_value(place, *index);
      found_.invalid(place);
    });
  }
  /// The rows that a known place may be, for each entry, or for the attribute's text without index.
  template <class Take>
  void each_row(const LocationRule& rule, Take take) const {
    const auto& value = identity_[rule.attribute];
    std::string_view text;
    if (value && value->get(text) == simdjson::SUCCESS) {
      for (const auto& [language, names] : *rule.names) {
        const auto rows = names.find(text);
        if (rows != names.end()) return take(rows->second, std::nullopt);
      }
      return;
    }
    each_entry(rule.attribute, [&](const json::Object& entry, size_t index) {
      const auto own = rule.names->find(text_in(entry, "language"));
      if (own == rule.names->end()) return;
      const auto rows = own->second.find(text_in(entry, "value"));
      if (rows != own->second.end()) take(rows->second, index);
    });
  }

  template <class Take>
  void each_entry(size_t attribute, Take take) const {
    simdjson::dom::array list;
    const auto& value = identity_[attribute];
    if (!value || value->get(list) != simdjson::SUCCESS) return;
    size_t index = 0;
    for (const auto one : list) {
      if (found_.is_full()) return;
      json::Object entry;
      if (one.get(entry) == simdjson::SUCCESS) take(entry, index);
      ++index;
    }
  }

  Place at(size_t attribute) const {
    return Place::member(&identity_place, identity_.name(attribute));
  }
  void invalid_value(const Place& place, size_t index) {
    const Place element = Place::element(&place, index);
    found_.invalid(Place::member(&element, "value"));
  }

  const Validator::Rules& rules_;
  const MasterData& data_;
  const Identity& identity_;
  Findings& found_;
};
}  // namespace

void check_reference(const Validator::Rules& rules, const Identity& identity,
                     std::chrono::year_month_day today, Findings& found) {
  ReferenceCheck{rules, identity, found}.all(today);
}
}  // namespace id_object
