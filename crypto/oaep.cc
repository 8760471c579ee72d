// crypto/oaep.cc: masks instead of branches.
#include "crypto/oaep.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "crypto/digest.h"

namespace crypto {
namespace {
constexpr size_t hash_bytes = 32;

/// 1 when `x` is 0, else 0.
constexpr uint32_t is_zero(uint32_t x) { return (~x & (x - 1)) >> 31; }

/// XORs MGF1(seed) with SHA-256 onto `target` (RFC 8017, B.2.1).
void unmask(std::span<std::byte> target, std::span<const std::byte> seed) {
  std::string input{view_of(seed)};
  const size_t counter_at = input.size();
  input.append(4, '\0');
  for (uint32_t block = 0; block * hash_bytes < target.size(); ++block) {
    for (size_t i = 0; i < 4; ++i)
      input[counter_at + i] = static_cast<char>((block >> (8 * (3 - i))) & 0xff);
    const Sha256 mask = sha256(input);
    const auto part = target.subspan(block * hash_bytes);
    for (size_t i = 0; i < std::min(part.size(), hash_bytes); ++i) part[i] ^= mask[i];
  }
  wipe(std::as_writable_bytes(std::span{input}));
}
}  // namespace

Expected<SecureBytes, Errc> oaep_sha256_unpad(std::span<const std::byte> encoded) {
  if (encoded.size() < 2 * hash_bytes + 2) return Errc::bad_input;
  SecureBytes block = SecureBytes::from(encoded);
  const auto seed = block.span().subspan(1, hash_bytes);
  const auto data = block.span().subspan(1 + hash_bytes);
  unmask(seed, data);
  unmask(data, seed);

  // Label hash, zeros, a 1, the message. `bad` gathers every fault; `looking` is 1 until the 1.
  uint32_t bad = std::to_integer<uint32_t>(block.span()[0]);
  const Sha256 label = sha256({});
  for (size_t i = 0; i < hash_bytes; ++i) bad |= std::to_integer<uint32_t>(data[i] ^ label[i]);
  uint32_t looking = 1;
  uint32_t message_at = 0;
  for (size_t i = hash_bytes; i < data.size(); ++i) {
    const auto byte = std::to_integer<uint32_t>(data[i]);
    const uint32_t is_one = is_zero(byte ^ 1);
    message_at |= (0 - (looking & is_one)) & static_cast<uint32_t>(i + 1);
    bad |= looking & (1 - is_one) & (1 - is_zero(byte));
    looking &= 1 - is_one;
  }
  bad |= looking;
  if (bad != 0) return Errc::decryption_failed;
  return SecureBytes::from(data.subspan(message_at));
}
}  // namespace crypto
