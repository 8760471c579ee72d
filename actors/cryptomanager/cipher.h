// actors/cryptomanager/cipher.h: encrypt and decrypt of keys sheet 3.1, once the key is known.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/cryptomanager/envelope.h"
#include "crypto/private_key.h"

namespace cryptomanager {
/// Whom an envelope is for.
struct Recipient {
  const crypto::PublicKey& key;
  std::string_view thumbprint;
};

/// The envelope of `data` under a session key of its own. For a key of more than 2048 bits it has
/// neither header nor thumbprint, and form A without aad stands for R2: the form before 1.2.0,
/// whose key part may have any length. Errors: crypto_public_key_invalid (not RSA, too short, or of
/// 2304 bits, which would be read as a thumbprint and a block), crypto_internal.
Result<std::string> encrypt(const Recipient& recipient, std::string_view data, const Extras& asked,
                            ::Random& random);

/// The data. Whatever is wrong with the RSA block, the ciphertext or the extras takes one time and
/// has one code, crypto_corrupted (DECISIONS 19). Other errors: keystore_failed (the token does
/// not answer).
Result<std::string> decrypt(const crypto::PrivateKey& key, const Parts& parts, const Extras& extras,
                            ::Random& random);
}  // namespace cryptomanager
