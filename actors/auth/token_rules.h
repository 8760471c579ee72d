// actors/auth/token_rules.h: which authentic tokens are good here and now.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/claims.h"

namespace auth {
/// A UUID as a number: what revocations and tokens are found by.
struct Id128 {
  uint64_t high = 0;
  uint64_t low = 0;
  friend auto operator<=>(const Id128&, const Id128&) = default;
};

/// Reads 8-4-4-4-12 hexadecimal digits; nothing for any other text and for the nil UUID.
std::optional<Id128> id_of(std::string_view uuid);

/// Where tokens come from and for whom they are (auth sheet 2.2, 2.3).
struct TokenRules {
  std::string public_url;                     ///< idkernel.public-url: scheme://host[:port]
  std::vector<std::string> realms;            ///< those of the realm map
  std::vector<std::string> allowed_audience;  ///< auth.server.admin.allowed.audience; empty: own
};

/// The one audience of our own tokens.
inline constexpr std::string_view audience_account = "account";

/// <public url>/auth/realms/<realm>.
std::string issuer_of(const TokenRules& rules, std::string_view realm);

/// Host and realm of an issuer. Nothing when it is no http(s) address with a path, or names a user.
struct Issuer {
  std::string host;  ///< lower case, without port
  std::string realm;
};
std::optional<Issuer> parse_issuer(std::string_view issuer);

/// What is wrong with an authentic token's issuer, ids, type and not-before, if anything; the
/// audience counts last. Expiry is a question of its own: an expired token can still be
/// invalidated. Errors: malformed, issuer, type, not_yet, audience.
std::optional<VerifyErrc> fault_of(const TokenRules& rules, const Claims& claims,
                                   std::string_view type, int64_t now);

inline bool is_expired(const Claims& claims, int64_t now) { return now >= claims.expires; }
}  // namespace auth
