// crypto/jws.h: JSON Web Signatures (RFC 7515, RFC 7797), compact, as bytes. What a header says is
// read and judged elsewhere: no JSON here.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "crypto/private_key.h"

namespace crypto {
/// The algorithms that are signed and verified with. There is none without a public key.
enum class JwsAlgorithm : uint8_t { rs256, ps256, es256, es256k, eddsa };

/// As `alg` writes it: "RS256".
std::string_view name_of(JwsAlgorithm algorithm);
/// Nothing for any other name: none, the HMACs and other cases of letters.
std::optional<JwsAlgorithm> jws_algorithm_of(std::string_view name);

constexpr Scheme scheme_of(JwsAlgorithm algorithm) {
  switch (algorithm) {
    case JwsAlgorithm::rs256:
      return Scheme::pkcs1_sha256;
    case JwsAlgorithm::ps256:
      return Scheme::pss_sha256;
    case JwsAlgorithm::eddsa:
      return Scheme::eddsa;
    default:
      return Scheme::ecdsa_sha256;
  }
}
/// The kind of key that signs by `algorithm`: each ECDSA name is bound to its curve.
constexpr KeyKind kind_of(JwsAlgorithm algorithm) {
  switch (algorithm) {
    case JwsAlgorithm::es256:
      return KeyKind::ec_p256;
    case JwsAlgorithm::es256k:
      return KeyKind::ec_secp256k1;
    case JwsAlgorithm::eddsa:
      return KeyKind::ed25519;
    default:
      return KeyKind::rsa;
  }
}

/// Longer texts are refused before they are looked at.
inline constexpr size_t jws_bytes_max = size_t{16} << 20;
/// Of the header and the signature, still base64url: a chain of certificates, RSA of 16384 bits.
inline constexpr size_t jws_header_chars_max = 65'536;
inline constexpr size_t jws_signature_chars_max = 2'731;

/// The three parts, still base64url. The views are of the text.
struct JwsParts {
  std::string_view header;
  std::string_view payload;  ///< empty when detached
  std::string_view signature;
};
/// Nothing for another number of parts, an empty header and above a bound.
std::optional<JwsParts> split_jws(std::string_view compact);

/// What is signed: the header's base64url, a dot, and the payload in base64url; with `b64` false
/// (RFC 7797) the payload as it is.
std::string jws_signing_input(std::string_view header, std::string_view payload, bool b64);

/// What a JWS is made of. `header_json` names `algorithm` and, where it is false, `b64`: the caller
/// sees to that.
struct JwsInput {
  JwsAlgorithm algorithm;
  std::string_view header_json;
  std::string_view payload;
  bool b64 = true;
  bool attached = true;  ///< the payload is in the text, in base64url whatever `b64` says
};
/// The compact text. Blocks as long as `key` signs. Errors: bad_key when the key is not of the
/// algorithm's kind, and those of PrivateKey::sign.
Expected<std::string, Errc> sign_jws(const JwsInput& input, const PrivateKey& key);

/// Whether `key` has signed the header of `parts` with `payload` (bytes, not base64url) by
/// `algorithm`. False too for a key of another kind and a signature that is not strict base64url.
struct JwsClaim {
  JwsAlgorithm algorithm;
  std::string_view payload;
  bool b64 = true;
};
bool verify_jws(const JwsParts& parts, const JwsClaim& claim, const PublicKey& key);
}  // namespace crypto
