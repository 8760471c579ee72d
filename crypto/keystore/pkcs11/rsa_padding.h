// crypto/keystore/pkcs11/rsa_padding.h: what a token is given to sign, for mechanisms that leave
// padding to us (RFC 8017 section 9). Private to keystore/.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "actors/base/random.h"

namespace keystore::pkcs11 {
/// DigestInfo of SHA-256: the prefix of RFC 8017 section 9.2, note 1, and the digest.
std::string digest_info_sha256(std::string_view message);

/// EMSA-PKCS1-v1_5, as long as the modulus. `modulus_bytes` is at least 62.
std::string pkcs1_sha256_padded(std::string_view message, size_t modulus_bytes);

/// EMSA-PSS with SHA-256, MGF1-SHA-256 and a salt of 32 bytes from `random`, for a modulus of a
/// multiple of eight bits; `modulus_bytes` is at least 66.
std::string pss_sha256_padded(std::string_view message, size_t modulus_bytes, ::Random& random);
}  // namespace keystore::pkcs11
