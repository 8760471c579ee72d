// crypto/aes_gcm.h: AES-256 in Galois/counter mode (NIST SP 800-38D), whole messages.
#pragma once
#include <string>
#include <string_view>

#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace crypto {
inline constexpr size_t aes_256_key_bytes = 32;
inline constexpr size_t gcm_nonce_bytes = 12;
/// What the library holds. Other lengths than 12 go through GHASH (SP 800-38D, 7.1).
inline constexpr size_t gcm_nonce_bytes_max = 128;
inline constexpr size_t gcm_tag_bytes = 16;
/// Far above any body the server accepts, and within the library's int.
inline constexpr size_t gcm_message_bytes_max = size_t{1} << 30;

/// What both directions need: 32 key bytes, 1 to gcm_nonce_bytes_max nonce bytes (12 unless a
/// format says otherwise; never twice under one key), and the associated data that is authenticated
/// but not encrypted.
struct GcmInput {
  std::string_view key;
  std::string_view nonce;
  std::string_view aad;
};

/// Ciphertext followed by the 16-byte tag. Errors: bad_key, bad_input (lengths), internal.
Expected<std::string, Errc> aes_256_gcm_seal(const GcmInput& input, std::string_view plaintext);

/// The plaintext of what aes_256_gcm_seal returned. Errors: bad_key, bad_input (lengths of key and
/// nonce), decryption_failed for everything else, a short text included.
Expected<std::string, Errc> aes_256_gcm_open(const GcmInput& input, std::string_view sealed);
/// The same for a plaintext that is a secret.
Expected<SecureBytes, Errc> aes_256_gcm_open_secret(const GcmInput& input, std::string_view sealed);
}  // namespace crypto
