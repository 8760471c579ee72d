// crypto/oaep.h: taking RSA-OAEP padding off, for tokens that decrypt RSA without it.
#pragma once
#include <cstddef>
#include <span>

#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace crypto {
/// The message in `encoded`, the whole block that raw RSA gave, under SHA-256, MGF1 with SHA-256
/// and an empty label (RFC 8017, 7.1.2 step 3). What is wrong does not show in the time: every byte
/// is looked at, and there is one branch, at the end. Errors: bad_input for a block shorter than 66
/// bytes (known from the key, not secret), decryption_failed.
Expected<SecureBytes, Errc> oaep_sha256_unpad(std::span<const std::byte> encoded);
}  // namespace crypto
