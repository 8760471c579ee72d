// actors/number/packed.h: a number of up to 18 digits in 64 bits, leading zeros and length kept.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace number {
/// Longest number that is served.
inline constexpr size_t digits_max = 18;

/// "042" packs as 1042: a one before the digits. It is never below 10, so 0 is free to mean
/// nothing.
using Packed = uint64_t;

/// Nothing when `text` is empty, longer than digits_max or has another character than 0 to 9.
constexpr std::optional<Packed> pack(std::string_view text) {
  if (text.empty() || text.size() > digits_max) return std::nullopt;
  Packed packed = 1;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    packed = packed * 10 + static_cast<unsigned>(c - '0');
  }
  return packed;
}

/// The digits that were packed. "" for a value that pack never makes.
inline std::string unpack(Packed packed) {
  const std::string text = std::to_string(packed);
  return text.front() == '1' && text.size() <= digits_max + 1 ? text.substr(1) : std::string{};
}
}  // namespace number
