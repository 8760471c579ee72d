// actors/applicant_type/applicant_table.cc: one line after the other, then what the lines say
// together.
#include "actors/applicant_type/applicant_table.h"

#include <algorithm>
#include <charconv>
#include <set>

#include "actors/base/table_lines.h"

namespace applicant_type {
namespace {
using Words = std::vector<std::string>;
constexpr int years_max = 999;
constexpr size_t code_chars_max = 16;

Words words_of(const std::string& line) {
  std::istringstream in{line.substr(0, line.find('#'))};
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::optional<int> years_of(const std::string& word) {
  int years = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), years);
  const bool is_number = error == std::errc{} && end == word.data() + word.size();
  if (!is_number || years < 0 || years > years_max) return std::nullopt;
  return years;
}

bool is_code(const std::string& word) {
  return word.size() <= code_chars_max && std::ranges::all_of(word, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
         });
}

std::string said_twice(const std::string& what) { return what + " is said twice"; }
}  // namespace

/// Reads into a table; each function answers what is wrong, or nothing when all is well.
class TableReader {
 public:
  std::string take(const Words& words) {
    const std::string& kind = words.front();
    if (kind == "age") return take_age(words);
    if (kind == "residence-alias") return take_alias(words, table_.residence_aliases_);
    if (kind == "gender-alias") return take_alias(words, table_.gender_aliases_);
    if (kind == "type") return take_type(words);
    return kind + " is none of age, residence-alias, gender-alias and type";
  }

  /// What no single line can tell.
  std::string finish() const {
    if (table_.groups_.empty()) return "there is no age group";
    if (table_.rows_.empty()) return "there is no type";
    std::set<std::pair<std::string, std::string>> pairs;
    std::set<std::string> residences, genders;
    for (const auto& [traits, codes] : table_.rows_) {
      pairs.emplace(traits.residence, traits.gender);
      residences.insert(traits.residence);
      genders.insert(traits.gender);
    }
    for (const auto& [residence, gender] : pairs) {
      if (auto missing = missing_of(residence, gender); !missing.empty()) return missing;
    }
    if (auto wrong = wrong_alias(table_.residence_aliases_, residences); !wrong.empty())
      return wrong;
    return wrong_alias(table_.gender_aliases_, genders);
  }

  Table table() && { return std::move(table_); }

 private:
  std::string take_age(const Words& words) {
    if (words.size() != 4) return "expected age GROUP YEARS-FROM YEARS-TO";
    const auto first = years_of(words[2]);
    const auto last = years_of(words[3]);
    if (!first || !last) return "years are whole numbers from 0 to " + std::to_string(years_max);
    if (*first > *last) return "years run from the lower to the higher";
    for (const AgeGroup& other : table_.groups_) {
      if (other.name == words[1]) return said_twice("age group " + words[1]);
      if (*first <= other.years_last && other.years_first <= *last)
        return "age group " + words[1] + " overlaps " + other.name;
    }
    table_.groups_.push_back({words[1], *first, *last});
    return {};
  }

  std::string take_alias(const Words& words, Table::Aliases& aliases) {
    if (words.size() != 3) return "expected " + words.front() + " OTHER CODE";
    if (!aliases.emplace(words[1], words[2]).second) return said_twice("alias " + words[1]);
    return {};
  }

  std::string take_type(const Words& words) {
    if (words.size() != 7) return "expected type RESIDENCE GENDER GROUP FLAG CODE SCRIPT-CODE";
    const auto is_named = [&](const AgeGroup& group) { return group.name == words[3]; };
    if (std::ranges::none_of(table_.groups_, is_named))
      return words[3] + " is no age group of the lines above";
    if (words[4] != "true" && words[4] != "false") return "the flag is true or false";
    if (!is_code(words[5]) || !is_code(words[6])) return "codes are letters and digits, 16 at most";
    Traits traits{words[1], words[2], words[3], words[4] == "true"};
    if (!table_.rows_.emplace(std::move(traits), Codes{words[5], words[6]}).second)
      return said_twice("type " + words[1] + " " + words[2] + " " + words[3] + " " + words[4]);
    return {};
  }

  std::string missing_of(const std::string& residence, const std::string& gender) const {
    for (const AgeGroup& group : table_.groups_) {
      for (const bool flag : {false, true}) {
        if (table_.rows_.contains({residence, gender, group.name, flag})) continue;
        std::string missing = "type ";
        for (const auto& word : {residence, gender, group.name}) missing.append(word).append(" ");
        return missing + (flag ? "true" : "false") + " is missing";
      }
    }
    return {};
  }

  static std::string wrong_alias(const Table::Aliases& aliases,
                                 const std::set<std::string>& known) {
    for (const auto& [other, code] : aliases) {
      std::string wrong = "alias ";
      wrong += other;
      if (known.contains(other)) return wrong + " is a code of the table itself";
      if (!known.contains(code)) return wrong.append(": no type has the code ").append(code);
    }
    return {};
  }

  Table table_;
};

Expected<Table, std::string> Table::read(std::string_view text) {
  TableReader reader;
  std::string wrong = fault_of_lines(
      text,
      [&](const std::string& line) {
        const Words words = words_of(line);
        return words.empty() ? std::string{} : reader.take(words);
      },
      [&] { return reader.finish(); });
  if (!wrong.empty()) return wrong;
  return std::move(reader).table();
}

std::optional<std::string> Table::age_group_of(int years) const {
  for (const AgeGroup& group : groups_) {
    if (years >= group.years_first && years <= group.years_last) return group.name;
  }
  return std::nullopt;
}

const Codes* Table::find(Traits traits) const {
  if (const auto other = residence_aliases_.find(traits.residence);
      other != residence_aliases_.end())
    traits.residence = other->second;
  if (const auto other = gender_aliases_.find(traits.gender); other != gender_aliases_.end())
    traits.gender = other->second;
  const auto found = rows_.find(traits);
  return found == rows_.end() ? nullptr : &found->second;
}
}  // namespace applicant_type
