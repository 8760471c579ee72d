// actors/seal/master_key.cc: the key as text, and the keys derived from it.
#include "actors/seal/master_key.h"

#include <algorithm>

#include "actors/base/hex.h"
#include "crypto/digest.h"

namespace seal {
// Stored data depends on it: it never changes.
static constexpr std::string_view derivation_name = "idkernel/seal/1/";

Expected<MasterKey, std::string> MasterKey::from_text(std::string_view text) {
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.size() != 2 * master_key_bytes) {
    return std::string("the master key must be 64 hexadecimal digits, but has ") +
           std::to_string(text.size()) + " characters";
  }
  crypto::SecureBytes bytes(master_key_bytes);
  for (size_t i = 0; i < master_key_bytes; ++i) {
    const int high = hex::value_of(text[2 * i]);
    const int low = hex::value_of(text[2 * i + 1]);
    if (high < 0 || low < 0) {
      return std::string(
          "the master key must be 64 hexadecimal digits, but holds another character");
    }
    bytes.data()[i] = static_cast<std::byte>(high << 4 | low);
  }
  if (std::ranges::all_of(bytes.span(), [&](std::byte b) { return b == bytes.data()[0]; })) {
    return std::string("the master key is not random: all its bytes are the same");
  }
  return MasterKey{std::move(bytes)};
}

MasterKey MasterKey::generate(::Random& random) {
  crypto::SecureBytes bytes(master_key_bytes);
  random.fill(bytes.span());
  return MasterKey{std::move(bytes)};
}

crypto::SecureBytes WrappingKey::subkey(std::string_view purpose) const {
  const std::string info = std::string(derivation_name) + std::string(purpose);
  // 32 bytes are always within HKDF's bounds.
  return crypto::hkdf_sha256({.key = bytes_.view(), .salt = {}, .info = info}, 32).value();
}

crypto::SecureBytes MasterKey::text() const {
  crypto::SecureBytes text(2 * master_key_bytes + 1);
  constexpr char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < master_key_bytes; ++i) {
    const auto byte = std::to_integer<unsigned>(bytes_.data()[i]);
    text.data()[2 * i] = static_cast<std::byte>(digits[byte >> 4]);
    text.data()[2 * i + 1] = static_cast<std::byte>(digits[byte & 15]);
  }
  text.data()[2 * master_key_bytes] = std::byte{'\n'};
  return text;
}
}  // namespace seal
