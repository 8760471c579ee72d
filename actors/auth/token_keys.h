// actors/auth/token_keys.h: the keys that sign sign-in tokens and nothing else (DECISIONS 32). The
// key manager makes and keeps them, as application AUTH_TOKEN.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/rsa.h"

namespace auth {
/// One signing key. `header` is the finished first part of every token that it signs.
struct TokenKey {
  std::string kid;
  std::string header;
  crypto::RsaPrivateKey key;
};

/// What verifiers know of one key.
struct VerifyKey {
  std::string kid;
  crypto::RsaPublicKey key;
};

/// One entry of the JWKS document: RSA, `use` sig, `alg` RS256; numbers in base64url.
struct Jwk {
  std::string kid;
  std::string modulus;
  std::string exponent;
};

/// Errors: internal.
Expected<TokenKey, crypto::Errc> token_key_of(crypto::RsaPrivateKey key);
VerifyKey verify_key_of(crypto::RsaPublicKey key);
Jwk jwk_of(const VerifyKey& key);

/// RFC 7638: base64url(SHA-256({"e":..,"kty":"RSA","n":..})).
std::string thumbprint_of(const crypto::RsaNumbers& numbers);
}  // namespace auth
