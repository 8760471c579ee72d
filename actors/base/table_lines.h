// actors/base/table_lines.h: tables that an operator writes, line by line, and what is wrong where.
#pragma once
#include <sstream>
#include <string>
#include <string_view>

/// Hands each line to `take`, which answers what is wrong with it (empty: nothing), and after the
/// last one asks `finish` the same. Answers the first fault with its line, as "line 7: ..."; empty:
/// there is none.
template <class Take, class Finish>
std::string fault_of_lines(std::string_view text, Take take, Finish finish) {
  std::istringstream in{std::string{text}};
  size_t number = 0;
  const auto at_line = [&](const std::string& reason) {
    return "line " + std::to_string(number) + ": " + reason;
  };
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (const std::string wrong = take(line); !wrong.empty()) return at_line(wrong);
  }
  const std::string wrong = finish();
  return wrong.empty() ? wrong : at_line(wrong);
}
