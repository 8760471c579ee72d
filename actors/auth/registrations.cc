// actors/auth/registrations.cc: read, ask the rules, write.
#include "actors/auth/registrations.h"

#include "actors/auth/holds.h"

namespace auth {
namespace {
/// The user as the asker saw it. Errors: `gone`.
Result<User> same_user(Accounts& accounts, const std::string& user_key, const std::string& uuid,
                       Errc gone, store::Transaction& tx) {
  auto user = accounts.look_up(user_key, tx);
  if (!user.ok()) return user.faults();
  if (!user.value() || user.value()->uuid != uuid) return gone;
  return *std::move(user).value();
}

Result<User> put(Accounts& accounts, const std::string& user_key, const User& user, UtcTime now,
                 store::Transaction& tx) {
  const auto done = accounts.put_user(user_key, user, now, tx);
  if (!done.ok()) return done.faults();
  return user;
}
}  // namespace

Result<User> add_account(Accounts& accounts, const NewAccount& request, UtcTime now,
                         outbox::Queue& queue, store::Transaction& tx) {
  const int64_t seconds = epoch_seconds(now);
  const auto before = accounts.look_up(request.user_key, tx);
  if (!before.ok()) return before.faults();
  const auto& known = before.value();
  if (known && !has_lapsed(*known, accounts.registration(), seconds))
    return Errc::account_user_exists;
  if (!may_put(request.held_since, seconds)) return Errc::account_create_failed;
  if (request.message) {
    const auto queued = queue.put(*request.message, now, tx);
    if (!queued.ok()) return queued.faults();
  }
  if (known) accounts.unblock(request.user_key, tx);
  return put(accounts, request.user_key, request.user, now, tx);
}

Result<User> give_rid(Accounts& accounts, const GiveRid& request, UtcTime now,
                      store::Transaction& tx) {
  auto found =
      same_user(accounts, request.user_key, request.uuid, Errc::auth_invalid_credentials, tx);
  if (!found.ok()) return found;
  User user = std::move(found).value();
  if (!may_give_rid(user, accounts.registration(), epoch_seconds(now)))
    return Errc::auth_invalid_credentials;
  user.registration.state = Registration::State::rid_given;
  user.registration.rid = request.rid;
  user.registration.rid_given = epoch_seconds(now);
  return put(accounts, request.user_key, user, now, tx);
}

Result<User> set_first_password(Accounts& accounts, const FirstPassword& request, UtcTime now,
                                store::Transaction& tx) {
  auto found =
      same_user(accounts, request.user_key, request.uuid, Errc::account_password_failed, tx);
  if (!found.ok()) return found;
  User user = std::move(found).value();
  if (!may_set_first_password(user, request.rid, accounts.registration(), epoch_seconds(now)))
    return Errc::account_password_failed;
  user.password_hash = request.phc;
  user.rid = request.rid;
  user.is_active = true;
  user.registration.state = Registration::State::none;
  user.registration.rid.clear();
  user.registration.rid_given = 0;
  return put(accounts, request.user_key, user, now, tx);
}

Result<User> find_entrant(Accounts& accounts, const std::string& user_key, UtcTime now,
                          store::Transaction& tx) {
  auto found = accounts.look_up(user_key, tx);
  if (!found.ok()) return found.faults();
  if (!found.value()) return Errc::auth_invalid_credentials;
  User user = *std::move(found).value();
  if (user.is_active) return user;
  if (!is_pending(user, accounts.registration(), epoch_seconds(now)))
    return Errc::auth_invalid_credentials;
  user.roles.clear();
  return user;
}
}  // namespace auth
