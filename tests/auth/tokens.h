// tests/auth/tokens.h: keys, claims and tokens for tests. One key per process: making one is slow.
#pragma once
#include <memory>
#include <string>

#include "actors/auth/claims.h"
#include "actors/auth/token_codec.h"
#include "actors/auth/token_keys.h"
#include "actors/auth/token_rules.h"
#include "actors/auth/token_verifier.h"

namespace auth::test {
inline constexpr int64_t noon = 1'704'196'800;  // 2024-01-02 12:00:00 UTC
inline constexpr std::string_view session_uuid = "398a6b29-5c29-4c7b-871d-f46354230295";
inline constexpr std::string_view token_uuid = "dd4a2109-625f-4cbb-9b37-b39171c73212";

inline const TokenKeys& keys() {
  static const TokenKeys made = TokenKeys::generate(noon).value();
  return made;
}
inline const TokenKeys& foreign_keys() {
  static const TokenKeys made = TokenKeys::generate(noon).value();
  return made;
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
                               const TokenKeys& by = keys()) {
  const std::string input = signing_input(header, json);
  return finished_token(input, by.current().key.sign_pkcs1_sha256(input).value());
}
inline std::string token_of(const Claims& claims, const TokenKeys& by = keys()) {
  return signed_json(by.current().header, access_claims_json(claims, "https://id.example.org"), by);
}

inline std::shared_ptr<const Trust> trust(TokenRules with = rules()) {
  auto made = std::make_shared<Trust>();
  made->keys = std::make_shared<TokenKeyBoard>(key_set_of(keys()).value());
  made->rules = std::move(with);
  made->roles.add("GLOBAL_ADMIN");
  made->roles.add("ZONAL_ADMIN");
  return made;
}
}  // namespace auth::test
