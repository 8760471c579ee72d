// actors/auth/external_token.h: tokens of other issuers. A key counts for its own issuer alone, and
// the token never chooses the family of its algorithm.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "actors/auth/claims.h"
#include "actors/auth/external_keys.h"

namespace auth {
/// Which of `sets` the token says that it is from: nobody has proved that yet. Nothing: none of
/// them, or not to be read.
std::optional<size_t> issuer_named_in(std::string_view token, const ExternalKeySets& sets);

/// The claims of a token that a key of `from` has signed by RS256, RS384 or RS512. Its ids, the
/// subject's too, are replaced by ones that only this issuer's can equal: revoking one ends nobody
/// else's session, and what keeps a caller's subject keeps no personal data of the issuer's. An
/// access token by its header (RFC 9068) has the type Bearer. Time, issuer, type and audience are
/// not judged here. Errors: malformed (also without jti: it could not be revoked), algorithm,
/// unknown_key, signature, type (an ID token).
Expected<Claims, VerifyErrc> authentic_external_claims(std::string_view token,
                                                       const IssuerKeys& from);

/// As fault_of in token_rules.h. Errors: malformed, issuer, type, not_yet, audience.
std::optional<VerifyErrc> fault_of(const ExternalIssuer& rules, const Claims& claims, int64_t now);
}  // namespace auth
