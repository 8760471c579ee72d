// crypto/errc.h: what a cryptographic operation can fail with.
#pragma once
#include <cstdint>

#include "actors/base/expected.h"

namespace crypto {
/// No code says more than an attacker may learn: every failed tag, padding or signature is one
/// code.
enum class Errc : uint8_t {
  bad_input,            ///< a length or form that the operation does not accept
  bad_key,              ///< not a key of this kind, or of a size that is refused
  verification_failed,  ///< a signature or password does not match
  decryption_failed,    ///< ciphertext, associated data, nonce or key do not belong together
  unavailable,          ///< the token that holds the key does not answer now
  internal,             ///< the library refused without an outside reason (memory, provider)
};
}  // namespace crypto
