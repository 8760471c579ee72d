// actors/base/properties.h: reads Java-style .properties, as java.util.Properties.load does.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace properties {
/// Bounds of one file; beyond them it is refused.
inline constexpr size_t file_bytes_max = size_t{4} << 20;
inline constexpr size_t entries_max = 20'000;
inline constexpr size_t key_bytes_max = 1'024;
inline constexpr size_t value_bytes_max = 65'536;

/// One `key=value` in the order of the file; `line` is where it starts, counted from 1.
struct Entry {
  std::string key;
  std::string value;
  uint32_t line = 0;

  friend bool operator==(const Entry&, const Entry&) = default;
};

/// What is wrong, and in which line. Never holds text of the file, which may be secret.
struct ParseError {
  uint32_t line = 0;
  std::string_view what;
};

/// Every entry of `text`; a key that comes twice is there twice, and the later one counts.
/// Comments begin with # or !; `=`, `:` or white space ends a key; an odd number of backslashes
/// ends a line that goes on; \t \n \r \f \uXXXX (surrogate pairs too) become UTF-8, any other
/// escaped character stands for itself. White space at the end of a value belongs to it. Refuses: a
/// bound exceeded, a malformed \u, an unpaired surrogate, a zero character, no key.
Expected<std::vector<Entry>, ParseError> parse(std::string_view text);
}  // namespace properties
