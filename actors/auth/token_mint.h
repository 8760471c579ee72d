// actors/auth/token_mint.h: which claims a login's tokens carry (auth sheet 2.2).
#pragma once
#include <string>

#include "actors/auth/claims.h"
#include "actors/auth/records.h"
#include "actors/auth/token_rules.h"

namespace auth {
inline constexpr std::string_view token_scope = "email profile";

/// What makes one token different from the next of the same session. Seconds since 1970.
struct TokenMarks {
  std::string jti;
  std::string session_id;
  int64_t issued = 0;
  int64_t expires = 0;
};

/// The access token of a user's session.
Claims access_claims(const TokenRules& rules, const User& user, const Session& session,
                     const TokenMarks& marks);
/// Its refresh token: typ Refresh, for the issuer alone.
Claims refresh_claims(const TokenRules& rules, const User& user, const Session& session,
                      const TokenMarks& marks);
/// The access token of a client. `address` may be empty.
Claims client_claims(const TokenRules& rules, const Client& client, std::string_view address,
                     const TokenMarks& marks);
}  // namespace auth
