// actors/auth/claims.h: what a token says, and its JSON form.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/verify_errc.h"
#include "actors/base/expected.h"

namespace auth {
inline constexpr std::string_view type_bearer = "Bearer";
inline constexpr std::string_view type_refresh = "Refresh";

/// The claims of one token (auth sheet 2.1 samples B, C and D, 2.2). Times are seconds since 1970.
/// An empty text is a claim that is absent, except where the sheet always prints it.
struct Claims {
  std::string jti;
  int64_t expires = 0;
  int64_t not_before = 0;
  int64_t issued = 0;
  int64_t auth_time = 0;  ///< when a code was shown; 0, as in the samples, for other sign-ins
  std::string issuer;
  std::vector<std::string> audience;
  std::string subject;
  std::string type;
  std::string authorized_party;
  std::string session_state;
  std::string session_group;  ///< what a password change ends; see sessions_of. Ours
  std::vector<std::string> roles;
  std::string scope;
  std::string user_name;  ///< preferred_username
  std::string name;
  std::string given_name;
  std::string family_name;
  std::string email;
  std::string mobile;
  std::string rid;
  std::string client_id;       ///< tokens of clients only
  std::string client_address;  ///< tokens of clients only
  std::vector<std::string> amr;
  bool is_external = false;  ///< of another issuer: never one of our users, whatever its name
};

/// The claims of an access token as one JSON object, in the order of sample B and, for a client,
/// D. `origin` is the one entry of allowed-origins.
std::string access_claims_json(const Claims& claims, std::string_view origin);

/// The claims of a refresh token, in the order of sample C: no name and no address.
std::string refresh_claims_json(const Claims& claims);

/// Reads a token's claims: one object, no key twice, each claim that is read here of its own JSON
/// type, times whole numbers. Other claims are skipped. Errors: malformed.
Expected<Claims, VerifyErrc> read_claims(std::string_view json);
/// The same for a token of another issuer: roles may stand in `roles`, as a list or as one text
/// with commas, when there is no realm_access, and a session's id in `sid`.
Expected<Claims, VerifyErrc> read_external_claims(std::string_view json);

/// The sessions that end together when the user's password changes: the claim's, or all of a
/// subject whose password never changed.
inline const std::string& sessions_of(const Claims& claims) {
  return claims.session_group.empty() ? claims.subject : claims.session_group;
}
}  // namespace auth
