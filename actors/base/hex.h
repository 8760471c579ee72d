// actors/base/hex.h: hexadecimal digits as what they stand for.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace hex {
/// The value of a digit of either case, or -1.
constexpr int value_of(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

/// The bytes that pairs of digits stand for; nothing for any other text. Not for secrets: the
/// string is not wiped.
inline std::optional<std::string> bytes_of(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  for (size_t i = 0; i < digits.size(); i += 2) {
    const int high = value_of(digits[i]), low = value_of(digits[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  return bytes;
}
}  // namespace hex
