// actors/audit/hex.cc: digits.
#include "actors/audit/hex.h"

#include "actors/base/hex.h"
#include "crypto/digest.h"

namespace audit {
std::string hex_of(std::string_view raw) {
  return crypto::hex_upper(std::as_bytes(std::span{raw}));
}

std::optional<std::string> raw_of_hex(std::string_view text) {
  auto raw = hex::bytes_of(text);
  // A small letter is one flipped bit away from its capital, and would be read as the same hash.
  if (raw && hex_of(*raw) != text) return std::nullopt;
  return raw;
}
}  // namespace audit
