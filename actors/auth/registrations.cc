// actors/auth/registrations.cc: read, ask the rules, write.
#include "actors/auth/registrations.h"

#include "actors/auth/holds.h"
#include "actors/auth/registration_list.h"

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

using PastKeys = std::vector<std::string>;

/// Nothing for nobody.
Result<PastKeys> past_of(const std::optional<User>& known, const std::string& user_key,
                         store::Transaction& tx) {
  return known ? Accounts::past_keys(user_key, tx) : Result<PastKeys>{PastKeys{}};
}

/// Nobody goes on with what the user is signed in with. `past` is read in front of the first write.
Result<Revocations> erase(const User& user, const std::string& user_key, const PastKeys& past,
                          Sessions& sessions, int64_t now, store::Transaction& tx) {
  const auto unlisted = unlist_waiting(user_key, user, tx);
  if (!unlisted.ok()) return unlisted.faults();
  Accounts::erase_user(user_key, past, tx);
  return sessions.end_group(group_of(user), now, tx);
}
}  // namespace

Result<UserOrdered> add_account(Accounts& accounts, Sessions& sessions, const NewAccount& request,
                                UtcTime now, outbox::Queue& queue, store::Transaction& tx) {
  const int64_t seconds = epoch_seconds(now);
  const auto before = accounts.look_up(request.user_key, tx);
  if (!before.ok()) return before.faults();
  const auto& known = before.value();
  if (known && !has_lapsed(*known, accounts.registration(), seconds))
    return Errc::account_user_exists;
  if (!may_put(request.held_since, seconds)) return Errc::account_create_failed;
  const bool is_waiting = is_registration(request.user);
  if (is_waiting && !known) {
    const auto waiting = count_waiting(tx);
    if (!waiting.ok()) return waiting.faults();
    if (waiting.value() >= accounts.registration().waiting_max) return Errc::overloaded;
  }
  // What can fail comes first: a fault leaves nothing behind.
  const auto past = past_of(known, request.user_key, tx);
  const auto sealed = accounts.seal_user(request.user_key, request.user, now, tx);
  if (!past.ok() || !sealed.ok()) return Errc::auth_internal;
  if (request.message) {
    const auto queued = queue.put(*request.message, now, tx);
    if (!queued.ok()) return queued.faults();
  }
  UserOrdered done{request.user, {}};
  if (known) {
    auto ended = erase(*known, request.user_key, past.value(), sessions, seconds, tx);
    if (!ended.ok()) return ended.faults();
    done.revoked = std::move(ended).value();
  }
  if (is_waiting) {
    const auto listed = list_waiting(request.user_key, request.user, tx);
    if (!listed.ok()) return listed.faults();
  }
  Accounts::put_sealed(request.user_key, sealed.value(), tx);
  return done;
}

Result<UserOrdered> enroll(Accounts& accounts, Sessions& sessions, const std::string& user_key,
                           const User& user, UtcTime now, store::Transaction& tx) {
  const int64_t seconds = epoch_seconds(now);
  const auto before = accounts.look_up(user_key, tx);
  if (!before.ok()) return before.faults();
  const auto& known = before.value();
  if (known && !has_lapsed(*known, accounts.registration(), seconds)) {
    if (!known->is_active) return Errc::auth_invalid_credentials;
    return UserOrdered{*known, {}};
  }
  const auto past = past_of(known, user_key, tx);
  const auto sealed = accounts.seal_user(user_key, user, now, tx);
  if (!past.ok() || !sealed.ok()) return Errc::auth_internal;
  UserOrdered done{user, {}};
  if (known) {
    auto ended = erase(*known, user_key, past.value(), sessions, seconds, tx);
    if (!ended.ok()) return ended.faults();
    done.revoked = std::move(ended).value();
  }
  Accounts::put_sealed(user_key, sealed.value(), tx);
  return done;
}

Result<Revocations> end_lapsed(Accounts& accounts, Sessions& sessions, const EndLapsed& request,
                               UtcTime now, store::Transaction& tx) {
  const auto found = accounts.look_up(request.user_key, tx);
  if (!found.ok()) return found.faults();
  const auto& user = found.value();
  if (!user || user->uuid != request.uuid) return Revocations{};
  if (!has_lapsed(*user, accounts.registration(), epoch_seconds(now)))
    return Errc::account_user_exists;
  const auto past = Accounts::past_keys(request.user_key, tx);
  if (!past.ok()) return past.faults();
  return erase(*user, request.user_key, past.value(), sessions, epoch_seconds(now), tx);
}

Result<User> give_rid(Accounts& accounts, const GiveRid& request, UtcTime now,
                      store::Transaction& tx) {
  auto found =
      same_user(accounts, request.user_key, request.uuid, Errc::auth_invalid_credentials, tx);
  if (!found.ok()) return found;
  User user = std::move(found).value();
  if (!may_give_rid(user, accounts.registration(), epoch_seconds(now)))
    return Errc::auth_invalid_credentials;
  const bool is_another = user.registration.state == Registration::State::rid_given &&
                          user.registration.rid != request.rid;
  if (is_another && !request.is_proved) return Errc::auth_invalid_credentials;
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
  const auto unlisted = unlist_waiting(request.user_key, user, tx);
  if (!unlisted.ok()) return unlisted.faults();
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
