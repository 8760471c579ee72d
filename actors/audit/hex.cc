// actors/audit/hex.cc: digits.
#include "actors/audit/hex.h"

#include "crypto/digest.h"

namespace audit {
namespace {
int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}  // namespace

std::string hex_of(std::string_view raw) {
  return crypto::hex_upper(std::as_bytes(std::span{raw}));
}

std::optional<std::string> raw_of_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string raw;
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = digit_of(hex[i]), low = digit_of(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    raw.push_back(static_cast<char>(high * 16 + low));
  }
  return raw;
}
}  // namespace audit
