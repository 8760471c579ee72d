// tests/auth/external_tokens.h: another issuer's keys and tokens for tests.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/auth/external_keys.h"
#include "crypto/base64.h"
#include "tests/auth/tokens.h"

namespace auth::test {
inline const std::string keycloak = "https://sso.example.org/auth/realms/mosip";
inline const std::string other_realm = "https://sso.example.org/auth/realms/other";

inline ExternalKey external_key(const std::string& kid, const TokenKey& key,
                                std::optional<RsaAlgorithm> only = std::nullopt) {
  return {kid, only, key.key.public_key().value()};
}
inline std::string jwk_json(const std::string& kid, const TokenKey& key, const std::string& more) {
  const auto numbers = key.key.public_key().value().numbers();
  return R"({"kty":"RSA","kid":")" + kid + R"(","n":")" +
         crypto::base64url_encode(numbers.modulus) + R"(","e":")" +
         crypto::base64url_encode(numbers.exponent) + '"' + more + '}';
}
inline std::string header_json(const std::string& kid, const std::string& algorithm = "RS256") {
  return R"({"alg":")" + algorithm + R"(","typ":"JWT","kid":")" + kid + R"("})";
}
/// Good at `noon`, as Keycloak writes it.
inline std::string keycloak_claims(const std::string& issuer = keycloak,
                                   const std::string& more = "",
                                   const std::string& audience = R"(["account","other"])") {
  return R"({"exp":)" + std::to_string(noon + 300) + R"(,"iat":)" + std::to_string(noon) +
         R"(,"jti":"onrtac:0d5cbd9f","iss":")" + issuer + R"(","aud":)" + audience +
         R"(,"sub":"f:1:110006","typ":"Bearer","azp":"resident-client","sid":"s-1",)"
         R"("realm_access":{"roles":["GLOBAL_ADMIN","uma"]},"preferred_username":"110006")" +
         more + '}';
}
inline std::string external_token(const std::string& header, const std::string& claims,
                                  const TokenKey& by) {
  return signed_json(crypto::base64url_encode(header), claims, by);
}
}  // namespace auth::test
