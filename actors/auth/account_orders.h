// actors/auth/account_orders.h: what an operator orders about users and clients, as their partition
// carries it out.
#pragma once
#include <string>
#include <vector>

#include "actors/auth/accounts.h"
#include "actors/auth/sessions.h"
#include "actors/base/origin.h"

namespace auth {
/// Roles to be given and taken; what is in both is taken.
struct RoleChange {
  std::vector<std::string> grant;
  std::vector<std::string> withdraw;
};
/// The roles after the change: those that stay in their order, then the new ones, each once.
std::vector<std::string> after_change(const std::vector<std::string>& roles,
                                      const RoleChange& change);

enum class AccountVerb : uint8_t {
  show,
  add,  ///< clients alone: a user is added by AddUser
  disable,
  enable,
  set_secret,
  set_roles,
  end_sessions,  ///< and nothing else
};

struct UserOrder {
  AccountVerb verb = AccountVerb::show;
  std::string user_key;
  std::string phc;            ///< set_secret: of the new password
  RoleChange roles;           ///< set_roles
  std::string session_group;  ///< a new uuid: of the sessions from now on, where others end
  audit::Origin by{};
};
/// The user as it is now, and what to publish before it is told.
struct UserOrdered {
  User user;
  Revocations revoked;
};

struct ClientOrder {
  AccountVerb verb = AccountVerb::show;
  std::string realm;
  std::string client_id;
  Client client;     ///< add: the record
  std::string phc;   ///< set_secret: of the new secret
  RoleChange roles;  ///< set_roles
  std::string session_group;
  audit::Origin by{};
};
struct ClientOrdered {
  Client client;
  Revocations revoked;
};

/// Clients of one partition in the order of realm and id, without secrets.
struct ListClients {
  std::string after;  ///< client_key of the last one known; empty: from the first
  uint64_t count_max = 0;
};

// Disabling, a new password or secret, and a role that is withdrawn end every session and token of
// before. A new password also ends a block. Errors: account_user_exists (add), user_not_found (all
// others), auth_internal.

Result<UserOrdered> carry_out(Accounts& accounts, Sessions& sessions, const UserOrder& order,
                              UtcTime now, store::Transaction& tx);
Result<ClientOrdered> carry_out(Accounts& accounts, Sessions& sessions, const ClientOrder& order,
                                UtcTime now, store::Transaction& tx);
Result<std::vector<Client>> list(const ListClients& order, store::Transaction& tx);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, RoleChange& x) {
  return f(x.grant, x.withdraw);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UserOrder& x) {
  return f(x.verb, x.user_key, x.phc, x.roles, x.session_group, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UserOrdered& x) {
  return f(x.user, x.revoked);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ClientOrder& x) {
  return f(x.verb, x.realm, x.client_id, x.client, x.phc, x.roles, x.session_group, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ClientOrdered& x) {
  return f(x.client, x.revoked);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, ListClients& x) {
  return f(x.after, x.count_max);
}
}  // namespace auth
