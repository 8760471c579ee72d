// actors/base/text.h: what services ask of short texts of ASCII.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>

namespace text {
/// Empty, or white space alone.
inline bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// a-z as A-Z; every other byte as it is.
inline std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}
}  // namespace text
