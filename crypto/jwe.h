// crypto/jwe.h: JSON Web Encryption (RFC 7516), compact, RSA-OAEP-256 with A256GCM, as bytes. What
// a header says is read and judged elsewhere: no JSON here.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/random.h"
#include "crypto/private_key.h"

namespace crypto {
/// Longer texts are refused before they are looked at.
inline constexpr size_t jwe_bytes_max = size_t{16} << 20;
/// What a header with its certificates needs, still base64url.
inline constexpr size_t jwe_header_chars_max = 65'536;
/// What a plaintext may inflate to: no more than a request may hold.
inline constexpr size_t jwe_plaintext_bytes_max = size_t{10} << 20;

/// A compact JWE taken apart.
struct JweParts {
  std::string_view protected_text;  ///< the header's base64url, a view of the text
  std::string header_json;
  std::string encrypted_key;
  std::string nonce;   ///< 12 bytes
  std::string sealed;  ///< ciphertext and tag
};
/// Nothing for another number of parts, a part that is not strict base64url, a nonce or tag of
/// another length, an empty header or key, and above a bound.
std::optional<JweParts> split_jwe(std::string_view compact);

/// What a JWE is made of. `header_json` names alg, enc and, when `deflated`, zip: the caller sees
/// to that.
struct JweInput {
  std::string_view header_json;
  std::string_view plaintext;
  bool deflated = true;
};
/// The compact text, under a key and a nonce of `random`. Errors: bad_key (not RSA, or too short),
/// bad_input above jwe_plaintext_bytes_max, internal.
Expected<std::string, Errc> encrypt_jwe(const JweInput& input, const PublicKey& recipient,
                                        ::Random& random);

/// The plaintext. Blocks as long as `key` decrypts. Errors: decryption_failed for whatever is wrong
/// with the key block, nonce, ciphertext, tag or compressed text, told apart neither by code nor by
/// time (a block that does not open becomes a random key, RFC 7516 11.5); bad_key, unavailable.
Expected<std::string, Errc> decrypt_jwe(const JweParts& parts, bool deflated,
                                        const PrivateKey& key);
}  // namespace crypto
