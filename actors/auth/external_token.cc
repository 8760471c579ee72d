// actors/auth/external_token.cc: header, key, signature, and what the claims must say.
#include "actors/auth/external_token.h"

#include <algorithm>

#include "actors/auth/app_ids.h"
#include "actors/auth/token_codec.h"
#include "actors/json/json_read.h"
#include "crypto/base64.h"
#include "crypto/digest.h"

namespace auth {
namespace {
struct ExternalHeader {
  std::string kid;
  RsaAlgorithm algorithm = RsaAlgorithm::rs256;
  bool is_access_token = false;  ///< it says so: RFC 9068
};

// No key, address of a key or certificate inside a token is looked at, and a token that brings one
// is refused; so is one with `crit` or `zip`, which would have to be understood. Thumbprints only
// name a key, and kid does that here.
bool may_stand(std::string_view name) {
  constexpr std::string_view known[] = {"alg", "typ", "kid", "x5t", "x5t#S256"};
  return std::ranges::find(known, name) != std::end(known);
}

Expected<ExternalHeader, VerifyErrc> read_header(std::string_view text) {
  const json::Document document{text};
  const auto object = document.object();
  std::string algorithm, type{"JWT"};
  ExternalHeader header;
  if (!object || !json::keys_are_unique(*object) || !json::take(*object, "alg", algorithm) ||
      !json::take(*object, "typ", type) || !json::take(*object, "kid", header.kid))
    return VerifyErrc::malformed;
  const auto known = rsa_algorithm_of(algorithm);
  if (!known) return VerifyErrc::algorithm;
  for (const auto member : *object) {
    if (!may_stand(member.key)) return VerifyErrc::algorithm;
  }
  const std::string lower = lower_case(type);
  header.is_access_token = lower == "at+jwt";
  if ((lower != "jwt" && !header.is_access_token) || header.kid.empty())
    return VerifyErrc::malformed;
  header.algorithm = *known;
  return header;
}

/// A UUID (of version 8, RFC 9562) out of the digest of issuer and id.
std::string id_within(std::string_view issuer, std::string_view kind, std::string_view id) {
  std::string text{kind};
  text.append(1, '\0').append(issuer).append(1, '\0').append(id);
  const crypto::Sha256 digest = crypto::sha256(text);
  std::string out = crypto::hex_lower(std::span{digest}.first(16));
  out[12] = '8';
  out[16] = "89ab"[static_cast<unsigned>(digest[16]) & 3U];
  for (const size_t at : {20U, 16U, 12U, 8U}) out.insert(at, 1, '-');
  return out;
}

void make_ids_its_own(Claims& claims, const std::string& issuer) {
  claims.session_group = id_within(issuer, "group", claims.subject);
  if (!claims.subject.empty()) claims.subject = id_within(issuer, "subject", claims.subject);
  claims.session_state = claims.session_state.empty()
                             ? id_within(issuer, "lone", claims.jti)
                             : id_within(issuer, "session", claims.session_state);
  claims.jti = id_within(issuer, "token", claims.jti);
}

/// Claims of ID tokens alone. Older Keycloaks write `nonce` into access tokens too, beside a type
/// that leaves no doubt.
bool is_id_token(std::string_view payload, const Claims& claims) {
  const json::Document document{payload};
  const auto object = document.object();
  if (!object) return false;
  const auto has = [&](std::string_view name) { return json::find(*object, name).has_value(); };
  return has("at_hash") || has("c_hash") || (has("nonce") && claims.type != type_bearer);
}

bool contains_folded(const std::vector<std::string>& names, std::string_view name) {
  const std::string lower = lower_case(name);
  return std::ranges::any_of(names, [&](const auto& one) { return lower_case(one) == lower; });
}

// As for our own tokens: an audience, or else the client in azp whatever its case.
bool is_for_us(const ExternalIssuer& rules, const Claims& claims) {
  const bool is_named = std::ranges::any_of(claims.audience, [&](const std::string& one) {
    return std::ranges::find(rules.audience, one) != rules.audience.end();
  });
  return is_named || (!claims.authorized_party.empty() &&
                      contains_folded(rules.audience, claims.authorized_party));
}
}  // namespace

std::optional<size_t> issuer_named_in(std::string_view token, const ExternalKeySets& sets) {
  const auto raw = cut_token(token);
  if (!raw.ok()) return std::nullopt;
  const auto payload = crypto::base64url_decode(raw.value().payload);
  if (!payload) return std::nullopt;
  const json::Document document{*payload};
  const auto object = document.object();
  std::string issuer;
  if (!object || !json::take(*object, "iss", issuer)) return std::nullopt;
  for (size_t i = 0; i < sets.size(); ++i) {
    if (sets[i]->issuer.url == issuer) return i;
  }
  return std::nullopt;
}

Expected<Claims, VerifyErrc> authentic_external_claims(std::string_view token,
                                                       const IssuerKeys& from) {
  const auto raw = cut_token(token);
  if (!raw.ok()) return raw.error();
  const auto header = read_header(raw.value().header);
  if (!header.ok()) return header.error();
  const auto signature = crypto::base64url_decode(raw.value().signature);
  if (!signature || signature->empty()) return VerifyErrc::malformed;
  const auto key = std::ranges::find(from.keys, header.value().kid, &ExternalKey::kid);
  if (key == from.keys.end()) return VerifyErrc::unknown_key;
  if (key->only && *key->only != header.value().algorithm) return VerifyErrc::algorithm;
  if (!key->key.verify_pkcs1(digest_of(header.value().algorithm), raw.value().signed_input,
                             *signature))
    return VerifyErrc::signature;
  const auto payload = crypto::base64url_decode(raw.value().payload);
  if (!payload) return VerifyErrc::malformed;
  auto claims = read_external_claims(*payload);
  if (!claims.ok()) return claims.error();
  if (claims.value().jti.empty()) return VerifyErrc::malformed;
  if (is_id_token(*payload, claims.value())) return VerifyErrc::type;
  if (claims.value().type.empty() && header.value().is_access_token)
    claims.value().type = type_bearer;
  make_ids_its_own(claims.value(), from.issuer.url);
  claims.value().is_external = true;
  return claims;
}

std::optional<VerifyErrc> fault_of(const ExternalIssuer& rules, const Claims& claims, int64_t now) {
  if (claims.issuer != rules.url) return VerifyErrc::issuer;
  // A token that says nothing may be an ID token, whose audience is any client.
  if (claims.type != type_bearer) return VerifyErrc::type;
  if (claims.subject.empty()) return VerifyErrc::malformed;
  if (now < claims.not_before) return VerifyErrc::not_yet;
  if (!is_for_us(rules, claims)) return VerifyErrc::audience;
  return std::nullopt;
}
}  // namespace auth
