// crypto/base58.cc: one long number from base 256 to base 58.
#include "crypto/base58.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace crypto {
std::string multibase_base58btc(std::string_view bytes) {
  constexpr std::string_view alphabet =
      "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  if (bytes.size() > base58_bytes_max) return {};
  const size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
  std::vector<uint8_t> digits;  // the lowest first
  for (const char byte : bytes.substr(zeros)) {
    uint32_t carry = static_cast<unsigned char>(byte);
    for (uint8_t& digit : digits) {
      carry += uint32_t{digit} << 8;
      digit = static_cast<uint8_t>(carry % 58);
      carry /= 58;
    }
    for (; carry > 0; carry /= 58) digits.push_back(static_cast<uint8_t>(carry % 58));
  }
  std::string text = "z" + std::string(zeros, alphabet[0]);
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) text += alphabet[*digit];
  return text;
}
}  // namespace crypto
