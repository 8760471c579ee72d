// crypto/keystore/pkcs11/rsa_padding.cc: EMSA-PKCS1-v1_5 and EMSA-PSS in software.
#include "crypto/keystore/pkcs11/rsa_padding.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <span>

#include "crypto/digest.h"

namespace keystore::pkcs11 {
namespace {
using namespace std::string_view_literals;
constexpr size_t digest_bytes = 32;
constexpr std::string_view sha256_prefix =
    "\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20"sv;

std::string sha256_text(std::string_view message) {
  return std::string{crypto::view_of(crypto::sha256(message))};
}

/// MGF1 of `seed` over `data`, in place.
void mask(std::string& data, std::string_view seed) {
  for (size_t at = 0, block = 0; at < data.size(); at += digest_bytes, ++block) {
    std::string input{seed};
    for (int shift = 24; shift >= 0; shift -= 8) input += static_cast<char>(block >> shift);
    const std::string stream = sha256_text(input);
    const size_t count = std::min(digest_bytes, data.size() - at);
    for (size_t i = 0; i < count; ++i) data[at + i] = static_cast<char>(data[at + i] ^ stream[i]);
  }
}
}  // namespace

std::string digest_info_sha256(std::string_view message) {
  return std::string{sha256_prefix} + sha256_text(message);
}

std::string pkcs1_sha256_padded(std::string_view message, size_t modulus_bytes) {
  const std::string info = digest_info_sha256(message);
  assert(modulus_bytes >= info.size() + 11);
  std::string out{"\0\1"sv};
  out.append(modulus_bytes - info.size() - 3, '\xff');
  out += '\0';
  return out + info;
}

std::string pss_sha256_padded(std::string_view message, size_t modulus_bytes, ::Random& random) {
  assert(modulus_bytes >= 2 * digest_bytes + 2);
  std::array<std::byte, digest_bytes> salt{};
  random.fill(salt);
  const std::string_view salt_text = crypto::view_of(salt);
  const std::string hash =
      sha256_text(std::string(8, '\0') + sha256_text(message) + std::string{salt_text});
  std::string data(modulus_bytes - 2 * digest_bytes - 2, '\0');
  data += '\1';
  data += salt_text;
  mask(data, hash);
  data.front() = static_cast<char>(data.front() & 0x7f);
  return data + hash + '\xbc';
}
}  // namespace keystore::pkcs11
