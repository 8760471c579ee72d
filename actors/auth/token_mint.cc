// actors/auth/token_mint.cc: claims of users and clients.
#include "actors/auth/token_mint.h"

namespace auth {
namespace {
Claims marked(const TokenRules& rules, std::string_view realm, const TokenMarks& marks) {
  Claims claims;
  claims.jti = marks.jti;
  claims.session_state = marks.session_id;
  claims.issued = marks.issued;
  claims.expires = marks.expires;
  claims.issuer = issuer_of(rules, realm);
  claims.scope = token_scope;
  return claims;
}

Claims of_user(const TokenRules& rules, const User& user, const Session& session,
               const TokenMarks& marks) {
  Claims claims = marked(rules, session.realm, marks);
  claims.subject = user.uuid;
  claims.authorized_party = session.authorized_party;
  claims.roles = user.roles;
  claims.session_group = session.group;
  // Renewals do not make it younger.
  if (session.amr == std::vector<std::string>{"otp"}) claims.auth_time = session.started;
  return claims;
}

std::string full_name(const User& user) {
  if (!user.name.empty()) return user.name;
  if (user.first_name.empty() || user.last_name.empty()) return user.first_name + user.last_name;
  return user.first_name + " " + user.last_name;
}
}  // namespace

Claims access_claims(const TokenRules& rules, const User& user, const Session& session,
                     const TokenMarks& marks) {
  Claims claims = of_user(rules, user, session, marks);
  claims.type = type_bearer;
  claims.audience.emplace_back(audience_account);
  claims.user_name = user.user_name;
  claims.name = full_name(user);
  claims.given_name = user.first_name;
  claims.family_name = user.last_name;
  claims.email = user.mail;
  claims.mobile = user.mobile;
  claims.rid = user.rid;
  claims.amr = session.amr;
  return claims;
}

Claims refresh_claims(const TokenRules& rules, const User& user, const Session& session,
                      const TokenMarks& marks) {
  Claims claims = of_user(rules, user, session, marks);
  claims.type = type_refresh;
  claims.audience.push_back(claims.issuer);
  return claims;
}

Claims client_claims(const TokenRules& rules, const Client& client, std::string_view address,
                     const TokenMarks& marks) {
  Claims claims = marked(rules, client.realm, marks);
  claims.subject = client.uuid;
  claims.type = type_bearer;
  claims.audience.emplace_back(audience_account);
  claims.authorized_party = client.client_id;
  claims.roles = client.roles;
  claims.user_name = "service-account-" + client.client_id;
  claims.session_group = client.session_group;
  claims.client_id = client.client_id;
  claims.client_address = address;
  claims.amr = {"client"};
  return claims;
}
}  // namespace auth
