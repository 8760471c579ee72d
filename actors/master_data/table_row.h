// actors/master_data/table_row.h: one line of a table, its fields with | between.
#pragma once
#include <charconv>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace master_data {
using Row = std::vector<std::string>;

inline std::string without_blanks(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return std::string{text.substr(first, text.find_last_not_of(blanks) - first + 1)};
}

/// The fields, without blanks at their ends. Empty for a comment, which begins with #, and for a
/// line of blanks.
inline Row fields_of(const std::string& line) {
  if (line.starts_with('#') || without_blanks(line).empty()) return {};
  std::istringstream in{line};
  Row row;
  for (std::string field; std::getline(in, field, '|');) row.push_back(without_blanks(field));
  if (line.ends_with('|')) row.emplace_back();
  return row;
}

/// A whole number from 0 to `most`.
inline std::optional<unsigned> number_of(std::string_view text, unsigned most) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number > most)
    return std::nullopt;
  return number;
}
}  // namespace master_data
