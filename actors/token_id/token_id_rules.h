// actors/token_id/token_id_rules.h: the static token id of (UIN, partner) (ids sheet 4).
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/result.h"

namespace token_id {
/// crypto::sha256, handed in.
using Sha256 = std::array<std::byte, 32> (*)(std::string_view);

/// Both trimmed. Neither form nor length is checked beyond that.
struct Subject {
  std::string uin;
  std::string partner_code;
};

/// Digits of the integer that tokens are cut from; mosip.kernel.tokenid.length is 1 to this.
inline constexpr int digits_max = 154;
inline constexpr int digits_default = 36;

constexpr bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// token_id_empty_input, or nothing.
inline std::optional<Errc> fault_of(const Subject& subject) {
  if (is_blank(subject.uin) || is_blank(subject.partner_code)) return Errc::token_id_empty_input;
  return std::nullopt;
}

/// Of a hash, as upper-case hexadecimal digits: 64 characters.
using HexHash = std::array<char, 64>;
constexpr HexHash upper_hex(const std::array<std::byte, 32>& hash) {
  HexHash text{};
  for (size_t i = 0; i < hash.size(); ++i) {
    const auto byte = std::to_integer<unsigned>(hash[i]);
    text[2 * i] = "0123456789ABCDEF"[byte >> 4];
    text[2 * i + 1] = "0123456789ABCDEF"[byte & 15];
  }
  return text;
}

/// The 64 characters as one big-endian integer, in decimal: always digits_max digits, because the
/// first character lies between '0' and 'F'.
inline std::array<char, digits_max> decimal_of(const HexHash& text) {
  std::array<uint32_t, 16> limbs{};  // big-endian
  for (size_t i = 0; i < text.size(); ++i) {
    limbs[i / 4] = (limbs[i / 4] << 8) | static_cast<unsigned char>(text[i]);
  }
  std::array<char, digits_max> digits{};
  size_t left = digits.size();
  // Nine digits a round from the right, until all of them are placed. A leading limb that has
  // become zero stays so.
  for (size_t first = 0; left > 0;) {
    uint64_t rest = 0;
    for (size_t i = first; i < limbs.size(); ++i) {
      rest = (rest << 32) | limbs[i];
      limbs[i] = static_cast<uint32_t>(rest / 1'000'000'000);
      rest %= 1'000'000'000;
    }
    while (first < limbs.size() && limbs[first] == 0) ++first;
    for (int i = 0; i < 9 && left > 0; ++i, rest /= 10) {
      digits[--left] = static_cast<char>('0' + rest % 10);
    }
  }
  return digits;
}

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Subject& x) {
  return f(x.uin, x.partner_code);
}
}  // namespace token_id
