// tests/auth/tokens.h: keys, claims and tokens for tests. One key per process: making one is slow.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/auth/claims.h"
#include "actors/auth/token_codec.h"
#include "actors/auth/token_key_board.h"
#include "actors/auth/token_rules.h"
#include "actors/auth/token_verifier.h"

namespace auth::test {
inline constexpr int64_t noon = 1'704'196'800;  // 2024-01-02 12:00:00 UTC
inline constexpr std::string_view session_uuid = "398a6b29-5c29-4c7b-871d-f46354230295";
inline constexpr std::string_view token_uuid = "dd4a2109-625f-4cbb-9b37-b39171c73212";

inline TokenKey new_key() {
  return token_key_of(crypto::RsaPrivateKey::generate(2048).value()).value();
}
inline const TokenKey& key() {
  static const TokenKey made = new_key();
  return made;
}
inline const TokenKey& foreign_key() {
  static const TokenKey made = new_key();
  return made;
}
/// `current` signs; it and `before` verify.
inline TokenKeySetPtr set_of(const TokenKey& current, const std::vector<TokenKey>& before = {}) {
  std::vector<VerifyKey> verify{verify_key_of(current.key.public_key().value())};
  for (const TokenKey& one : before) verify.push_back(verify_key_of(one.key.public_key().value()));
  return key_set_of(current, std::move(verify));
}

inline TokenRules rules() { return {"https://id.example.org", {"mosip"}, {}}; }

/// An access token's claims that are good at `noon`.
inline Claims good_claims() {
  Claims claims;
  claims.jti = token_uuid;
  claims.issued = noon - 10;
  claims.expires = noon + 36'000;
  claims.issuer = "https://id.example.org/auth/realms/mosip";
  claims.audience = {"account"};
  claims.subject = "234ec93f-6afd-47bd-942a-3d541b746be4";
  claims.type = type_bearer;
  claims.authorized_party = "mosip-admin-client";
  claims.session_state = session_uuid;
  claims.roles = {"GLOBAL_ADMIN", "not a role of ours"};
  claims.scope = "email profile";
  claims.user_name = "110006";
  claims.amr = {"pwd"};
  return claims;
}

inline std::string signed_json(const std::string& header, const std::string& json,
                               const TokenKey& by = key()) {
  const std::string input = signing_input(header, json);
  return finished_token(input, by.key.sign_pkcs1_sha256(input).value());
}
inline std::string token_of(const Claims& claims, const TokenKey& by = key()) {
  return signed_json(by.header, access_claims_json(claims, "https://id.example.org"), by);
}

inline std::shared_ptr<const Trust> trust(TokenRules with = rules()) {
  auto made = std::make_shared<Trust>();
  made->keys = std::make_shared<TokenKeyBoard>(set_of(key()));
  made->rules = std::move(with);
  made->roles.add("GLOBAL_ADMIN");
  made->roles.add("ZONAL_ADMIN");
  return made;
}
}  // namespace auth::test
