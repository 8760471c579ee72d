// actors/seal/wrap.h: secrets kept in the store: wrapped by another key.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "actors/base/expected.h"
#include "actors/base/random.h"
#include "actors/seal/master_key.h"
#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace seal {
/// Format byte, nonce, AES-256-GCM of `secret` under the subkey for `purpose`. A
/// purpose names one kind of record ("token-key/7"): what is wrapped for one opens for no other.
/// Errors: internal; bad_input beyond crypto::gcm_message_bytes_max.
Expected<std::string, crypto::Errc> wrap_secret(const WrappingKey& under, ::Random& random,
                                                std::string_view purpose,
                                                std::span<const std::byte> secret);

/// Errors: decryption_failed (another key, another purpose, a changed record).
Expected<crypto::SecureBytes, crypto::Errc> unwrap_secret(const WrappingKey& under,
                                                          std::string_view purpose,
                                                          std::string_view wrapped);
}  // namespace seal
