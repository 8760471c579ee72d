// actors/signature/blank.h: what counts as not given.
#pragma once
#include <string_view>

namespace signature {
/// Empty, or white space alone.
inline bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}
}  // namespace signature
