// actors/number/verhoeff.h: the Verhoeff check digit of UIN, PRID and VID (ids sheet 1.4).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace number {
namespace verhoeff {
using Row = std::array<uint8_t, 10>;

/// The product of two elements of the dihedral group D5.
constexpr uint8_t product(unsigned j, unsigned k) {
  if (j < 5 && k < 5) return static_cast<uint8_t>((j + k) % 5);
  if (j < 5) return static_cast<uint8_t>(5 + (j + k - 5) % 5);
  if (k < 5) return static_cast<uint8_t>(5 + (j - k) % 5);
  return static_cast<uint8_t>((j + 5 - k) % 5);
}

constexpr std::array<Row, 10> multiplication_table() {
  std::array<Row, 10> table{};
  for (unsigned j = 0; j < 10; ++j) {
    for (unsigned k = 0; k < 10; ++k) table[j][k] = product(j, k);
  }
  return table;
}

constexpr std::array<Row, 8> permutation_table() {
  constexpr Row step = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
  std::array<Row, 8> table{};
  table[0] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  for (size_t i = 1; i < 8; ++i) {
    for (size_t x = 0; x < 10; ++x) table[i][x] = step[table[i - 1][x]];
  }
  return table;
}

inline constexpr auto multiplication = multiplication_table();
inline constexpr auto permutation = permutation_table();
inline constexpr Row inverse = {0, 4, 3, 2, 1, 5, 6, 7, 8, 9};

/// The running check over `digits` (decimal digits only) from the right, the last one being at
/// `position`.
constexpr uint8_t fold(std::string_view digits, size_t position) {
  uint8_t check = 0;
  for (size_t i = digits.size(); i-- > 0; ++position) {
    const auto digit = static_cast<size_t>(digits[i] - '0');
    check = multiplication[check][permutation[position % 8][digit]];
  }
  return check;
}
}  // namespace verhoeff

/// The digit ('0' to '9') to append to `digits`, which holds decimal digits only.
constexpr char check_digit(std::string_view digits) {
  return static_cast<char>('0' + verhoeff::inverse[verhoeff::fold(digits, 1)]);
}

/// Whether the last of `digits` (decimal digits only) is the check digit of those before it.
constexpr bool has_check_digit(std::string_view digits) {
  return !digits.empty() && verhoeff::fold(digits, 0) == 0;
}
}  // namespace number
