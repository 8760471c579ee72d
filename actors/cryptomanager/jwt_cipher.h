// actors/cryptomanager/jwt_cipher.h: jwtEncrypt and jwtDecrypt (keys sheet 3.6, 8).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/random.h"
#include "actors/base/result.h"
#include "crypto/certificate.h"
#include "crypto/jwe.h"

namespace cryptomanager {
/// What jwtEncrypt says beside the data and the recipient.
struct JweWish {
  bool deflated = true;  ///< enableDefCompression
  bool includes_certificate = false;
  bool includes_hash = false;
  std::string jwk_set_url;
};

/// What is to be encrypted: `data` as it is when it is a JWS of three parts, else the JSON that its
/// base64 holds. Errors: crypto_data_invalid (no base64), crypto_no_json when `must_be_json`.
Result<std::string> jwe_plaintext(std::string_view data, bool must_be_json);

/// Why nothing is encrypted for a certificate that the request itself brings: crypto_master_key
/// (not RSA-2048), key_certificate_invalid (not fit to be encrypted for `now`, crypto::defect_of).
/// One that is stored under a name was judged when it came.
std::optional<Fault> refusal_of_recipient(const crypto::Certificate& recipient, UtcTime now);

/// The compact JWE for the certificate's key. Errors: crypto_master_key (not RSA-2048),
/// crypto_jwe_encrypt.
Result<std::string> encrypt_jwt(const crypto::Certificate& recipient, std::string_view plaintext,
                                const JweWish& wish, ::Random& random);

/// A JWE that jwtDecrypt was given, before anybody knows whose key opens it.
struct ReadJwe {
  crypto::JweParts parts;  ///< holds a view of the request's text
  bool deflated = false;
  std::string thumbprint;  ///< of the key, or empty
};
/// Errors: crypto_jwe_decrypt.
Result<std::shared_ptr<const ReadJwe>> read_jwt(std::string_view compact);
/// The plaintext, base64url. Errors: crypto_jwe_decrypt for whatever is wrong, keystore_failed.
Result<std::string> decrypt_jwt(const ReadJwe& jwe, const crypto::PrivateKey& key);
}  // namespace cryptomanager
