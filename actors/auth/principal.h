// actors/auth/principal.h: who makes a request.
#pragma once
#include <memory>
#include <string>

#include "actors/auth/claims.h"
#include "actors/auth/roles.h"
#include "actors/auth/token_rules.h"

namespace auth {
/// What a good token says about its holder. Immutable and shared between requests of one token.
struct Principal {
  Claims
      claims;  ///< subject, user_name, authorized_party, jti, session_state, amr, role names, ...
  std::string realm;  ///< of another issuer's token its whole address, which is no realm of ours
  RoleSet roles;      ///< the known ones of claims.roles
  Id128 token_id;
  Id128 session_id;
  Id128 session_group;  ///< see sessions_of

  bool may_use(const RouteRoles& route) const { return allows(route, roles); }
};
using PrincipalPtr = std::shared_ptr<const Principal>;

inline PrincipalPtr principal_of(Claims claims, const RoleTable& table) {
  auto principal = std::make_shared<Principal>();
  principal->realm =
      claims.is_external ? claims.issuer : parse_issuer(claims.issuer).value_or(Issuer{}).realm;
  principal->roles = table.set_of(claims.roles);
  principal->token_id = id_of(claims.jti).value_or(Id128{});
  principal->session_id = id_of(claims.session_state).value_or(Id128{});
  principal->session_group = id_of(sessions_of(claims)).value_or(Id128{});
  principal->claims = std::move(claims);
  return principal;
}
}  // namespace auth
