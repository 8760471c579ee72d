// actors/auth/token_rules.cc: issuer, ids, type, time and audience of a token.
#include "actors/auth/token_rules.h"

#include <algorithm>

#include "actors/auth/app_ids.h"
#include "actors/base/hex.h"

namespace auth {
namespace {
template <class Texts>
bool contains(const Texts& texts, std::string_view text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

bool issuer_is_ours(const TokenRules& rules, std::string_view text) {
  const auto issuer = parse_issuer(text);
  const auto ours = parse_issuer(issuer_of(rules, "any"));
  return issuer && ours && issuer->host == ours->host && contains(rules.realms, issuer->realm);
}

// The reference's adapter: an allowed audience, else an allowed client in azp whatever its case.
bool audience_is_allowed(const TokenRules& rules, const Claims& claims) {
  if (rules.allowed_audience.empty()) return contains(claims.audience, audience_account);
  const auto allowed = [&](const std::string& name) {
    return contains(rules.allowed_audience, name);
  };
  if (std::any_of(claims.audience.begin(), claims.audience.end(), allowed)) return true;
  const std::string party = lower_case(claims.authorized_party);
  return !party.empty() &&
         std::any_of(rules.allowed_audience.begin(), rules.allowed_audience.end(),
                     [&](const std::string& name) { return lower_case(name) == party; });
}

// A refresh token is for its issuer alone (sample C), so only access tokens have an audience here.
bool audience_holds(const TokenRules& rules, const Claims& claims) {
  if (claims.type == type_refresh) return contains(claims.audience, claims.issuer);
  return audience_is_allowed(rules, claims);
}
}  // namespace

std::optional<Id128> id_of(std::string_view uuid) {
  if (uuid.size() != 36) return std::nullopt;
  Id128 id;
  for (size_t at = 0; at < uuid.size(); ++at) {
    const bool dash_place = at == 8 || at == 13 || at == 18 || at == 23;
    if (dash_place != (uuid[at] == '-')) return std::nullopt;
    if (dash_place) continue;
    const int digit = hex::value_of(uuid[at]);
    if (digit < 0) return std::nullopt;
    id.high = id.high << 4 | id.low >> 60;
    id.low = id.low << 4 | static_cast<uint64_t>(digit);
  }
  if (id == Id128{}) return std::nullopt;
  return id;
}

std::string issuer_of(const TokenRules& rules, std::string_view realm) {
  return rules.public_url + "/auth/realms/" + std::string{realm};
}

std::optional<Issuer> parse_issuer(std::string_view issuer) {
  const std::string_view schemes[] = {"https://", "http://"};
  const auto* scheme = std::find_if(std::begin(schemes), std::end(schemes),
                                    [&](std::string_view s) { return issuer.starts_with(s); });
  if (scheme == std::end(schemes)) return std::nullopt;
  issuer.remove_prefix(scheme->size());
  const size_t slash = issuer.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  std::string_view authority = issuer.substr(0, slash);
  if (authority.find_first_of("@\\?#") != std::string_view::npos) return std::nullopt;
  // [::1]:8080 has colons of its own before the port's.
  const size_t bracket = authority.rfind(']');
  const size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  authority = authority.substr(0, colon);
  const std::string_view realm = issuer.substr(issuer.rfind('/') + 1);
  if (authority.empty() || realm.empty()) return std::nullopt;
  return Issuer{lower_case(authority), std::string{realm}};
}

std::optional<VerifyErrc> fault_of(const TokenRules& rules, const Claims& claims,
                                   std::string_view type, int64_t now) {
  if (!issuer_is_ours(rules, claims.issuer)) return VerifyErrc::issuer;
  if (claims.type != type) return VerifyErrc::type;
  if (!id_of(claims.jti) || !id_of(claims.session_state)) return VerifyErrc::malformed;
  if (claims.subject.empty() || claims.authorized_party.empty()) return VerifyErrc::malformed;
  if (now < claims.not_before) return VerifyErrc::not_yet;
  if (!audience_holds(rules, claims)) return VerifyErrc::audience;
  return std::nullopt;
}
}  // namespace auth
