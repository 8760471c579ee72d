// actors/auth/token_keys.cc: what signers, verifiers and the JWKS document make of a key.
#include "actors/auth/token_keys.h"

#include "actors/auth/token_codec.h"
#include "crypto/base64.h"
#include "crypto/digest.h"

namespace auth {
std::string thumbprint_of(const crypto::RsaNumbers& numbers) {
  const std::string json = R"({"e":")" + crypto::base64url_encode(numbers.exponent) +
                           R"(","kty":"RSA","n":")" + crypto::base64url_encode(numbers.modulus) +
                           R"("})";
  return crypto::base64url_encode(crypto::view_of(crypto::sha256(json)));
}

Expected<TokenKey, crypto::Errc> token_key_of(crypto::RsaPrivateKey key) {
  const auto public_key = key.public_key();
  if (!public_key.ok()) return public_key.error();
  std::string kid = thumbprint_of(public_key.value().numbers());
  std::string header = token_header(kid);
  return TokenKey{std::move(kid), std::move(header), std::move(key)};
}

VerifyKey verify_key_of(crypto::RsaPublicKey key) {
  std::string kid = thumbprint_of(key.numbers());
  return {std::move(kid), std::move(key)};
}

Jwk jwk_of(const VerifyKey& key) {
  const auto numbers = key.key.numbers();
  return {key.kid, crypto::base64url_encode(numbers.modulus),
          crypto::base64url_encode(numbers.exponent)};
}
}  // namespace auth
