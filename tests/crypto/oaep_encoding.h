// tests/crypto/oaep_encoding.h: RSA-OAEP blocks before RSA, right and wrong (RFC 8017, 7.1.1,
// written from its text).
#pragma once
#include <string>
#include <string_view>

#include "crypto/digest.h"

namespace crypto::oaep {
inline constexpr size_t hash_bytes = 32;

inline std::string mgf1(std::string_view seed, size_t bytes) {
  std::string mask;
  for (char block = 0; mask.size() < bytes; ++block)
    mask += view_of(sha256(std::string{seed} + std::string(3, '\0') + block));
  return mask.substr(0, bytes);
}
inline void mask(std::string& target, std::string_view seed) {
  const std::string with = mgf1(seed, target.size());
  for (size_t i = 0; i < target.size(); ++i) target[i] = static_cast<char>(target[i] ^ with[i]);
}

/// Label hash, zeros, 1, message.
inline std::string data_block(std::string_view message, size_t modulus_bytes = 256) {
  std::string data{view_of(sha256({}))};
  data.append(modulus_bytes - 2 * hash_bytes - 2 - message.size(), '\0');
  return data + '\1' + std::string{message};
}
/// The whole block of `data`, a data block; `first` is 0 in a right one.
inline std::string encoded(std::string data, char first = 0,
                           std::string seed = std::string(hash_bytes, 's')) {
  mask(data, seed);
  mask(seed, data);
  return first + seed + data;
}
}  // namespace crypto::oaep
