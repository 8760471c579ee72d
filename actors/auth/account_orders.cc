// actors/auth/account_orders.cc: one order, one record, and the sessions that end with it.
#include "actors/auth/account_orders.h"

#include "actors/auth/registration_list.h"

#include <algorithm>
#include <utility>

namespace auth {
namespace {
bool is_among(const std::vector<std::string>& roles, const std::string& role) {
  return std::ranges::find(roles, role) != roles.end();
}

/// Changes `account` as ordered; true when what it was signed in with is no longer good.
template <class Account>
bool change(AccountVerb verb, const RoleChange& roles, const std::string& phc,
            std::string Account::* hash, bool Account::* active, Account& account) {
  switch (verb) {
    case AccountVerb::disable:
      return std::exchange(account.*active, false);
    case AccountVerb::enable:
      account.*active = true;
      return false;
    case AccountVerb::set_secret:
      account.*hash = phc;
      return true;
    case AccountVerb::set_roles: {
      const auto before = std::exchange(account.roles, after_change(account.roles, roles));
      return std::ranges::any_of(before,
                                 [&](const auto& role) { return !is_among(account.roles, role); });
    }
    case AccountVerb::end_sessions:
      return true;
    case AccountVerb::show:
    case AccountVerb::add:
      break;
  }
  return false;
}

/// An order about the account itself takes it out of the hands of whoever registered it: with the
/// steps of a registration nobody undoes what an operator has decided.
bool decides_registration(AccountVerb verb) {
  return verb == AccountVerb::disable || verb == AccountVerb::enable ||
         verb == AccountVerb::set_secret;
}
void end_registration(User& user) {
  user.registration.state = Registration::State::none;
  user.registration.rid.clear();
  user.registration.rid_given = 0;
}
}  // namespace

std::vector<std::string> after_change(const std::vector<std::string>& roles,
                                      const RoleChange& wanted) {
  std::vector<std::string> after;
  for (const auto* list : {&roles, &wanted.grant}) {
    for (const auto& role : *list)
      if (!is_among(wanted.withdraw, role) && !is_among(after, role)) after.push_back(role);
  }
  return after;
}

// What can fail comes first: a fault leaves nothing behind.
Result<UserOrdered> carry_out(Accounts& accounts, Sessions& sessions, const UserOrder& order,
                              UtcTime now, store::Transaction& tx) {
  const auto known = accounts.look_up(order.user_key, tx);
  if (!known.ok()) return known.faults();
  // A registration that has lapsed is nobody's: what it had may be another's by now.
  if (!known.value() || has_lapsed(*known.value(), accounts.registration(), epoch_seconds(now)))
    return Errc::user_not_found;
  UserOrdered done{*known.value(), {}};
  if (order.verb == AccountVerb::show) return done;
  bool is_ending =
      change(order.verb, order.roles, order.phc, &User::password_hash, &User::is_active, done.user);
  const bool decides = decides_registration(order.verb);
  const auto list =
      decides ? find_waiting(order.user_key, done.user, tx) : Result<WaitingList>{WaitingList{}};
  if (!list.ok()) return list.faults();
  if (decides) {
    is_ending = is_ending || (order.verb == AccountVerb::disable && is_registration(done.user));
    end_registration(done.user);
  }
  const std::string group = group_of(done.user);
  if (is_ending) done.user.session_group = order.session_group;
  const auto put = accounts.put_user(order.user_key, done.user, now, tx);
  if (!put.ok()) return put.faults();
  if (decides) unlist_waiting(list.value(), tx);
  if (is_ending) {
    auto ended = sessions.end_group(group, epoch_seconds(now), tx);
    if (!ended.ok()) return ended.faults();
    done.revoked = std::move(ended).value();
  }
  if (order.verb == AccountVerb::set_secret) Accounts::forget_failures(order.user_key, tx);
  return done;
}

Result<ClientOrdered> carry_out(Accounts& accounts, Sessions& sessions, const ClientOrder& order,
                                UtcTime now, store::Transaction& tx) {
  const auto known = Accounts::look_up_client(order.realm, order.client_id, tx);
  if (!known.ok()) return known.faults();
  const bool is_new = order.verb == AccountVerb::add;
  if (is_new && known.value()) return Errc::account_user_exists;
  if (!is_new && !known.value()) return Errc::user_not_found;
  ClientOrdered done{is_new ? order.client : *known.value(), {}};
  if (order.verb == AccountVerb::show) return done;
  const std::string group = group_of(done.client);
  const bool is_ending = change(order.verb, order.roles, order.phc, &Client::secret_hash,
                                &Client::is_enabled, done.client);
  if (is_ending) done.client.session_group = order.session_group;
  const auto put = accounts.put_client(done.client, tx);
  if (!put.ok()) return put.faults();
  if (is_ending) {
    auto ended = sessions.end_group(group, epoch_seconds(now), tx);
    if (!ended.ok()) return ended.faults();
    done.revoked = std::move(ended).value();
  }
  return done;
}

Result<std::vector<Client>> list(const ListClients& order, store::Transaction& tx) {
  std::vector<Client> clients;
  bool is_whole = true;
  const std::string last = "C" + order.after;
  const auto visit = [&](std::string_view key, std::string_view value) {
    if (!order.after.empty() && key == last) return true;
    if (clients.size() == order.count_max) return false;
    auto client = decode_client(value);
    is_whole = client.has_value();
    if (!is_whole) return false;
    client->secret_hash.clear();
    clients.push_back(*std::move(client));
    return true;
  };
  const auto scanned = tx.scan("C", order.after.empty() ? std::string{} : last, visit);
  if (!scanned.ok() || !is_whole) return Errc::auth_internal;
  return clients;
}
}  // namespace auth
