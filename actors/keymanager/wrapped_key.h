// actors/keymanager/wrapped_key.h: a private key that is kept outside the keystore, encrypted for a
// key inside it (keys sheet 3.3).
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "actors/base/random.h"
#include "crypto/private_key.h"

namespace keymanager {
/// The block for the module's key, the splitter, AES-256-GCM of `pkcs8` with a nonce of 16 bytes
/// behind the tag. Errors: bad_key (not RSA), internal.
Expected<std::string, crypto::Errc> wrap_key(const crypto::PublicKey& module,
                                             std::span<const std::byte> pkcs8, ::Random& random);
/// Errors: decryption_failed, unavailable.
Expected<crypto::SecureBytes, crypto::Errc> unwrap_key(const crypto::PrivateKey& module,
                                                       std::string_view wrapped);
}  // namespace keymanager
