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

/// What is read of somebody in front of the first write that forgets it.
struct Remains {
  std::vector<std::string> past_keys;
  WaitingList list;
};

/// Of nobody: the list's count alone.
Result<Remains> remains_of(const std::optional<User>& known, const std::string& user_key,
                           store::Transaction& tx) {
  Remains remains;
  auto list = find_waiting(user_key, known.value_or(User{}), tx);
  if (!list.ok()) return list.faults();
  remains.list = std::move(list).value();
  if (!known) return remains;
  auto past_keys = Accounts::past_keys(user_key, tx);
  if (!past_keys.ok()) return past_keys.faults();
  remains.past_keys = std::move(past_keys).value();
  return remains;
}

/// Nobody goes on with what the user is signed in with. Reads nothing.
Result<Revocations> erase(const User& user, const std::string& user_key, Remains& remains,
                          Sessions& sessions, int64_t now, store::Transaction& tx) {
  remains.list.count = unlist_waiting(remains.list, tx);
  Accounts::erase_user(user_key, remains.past_keys, tx);
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
  // What can fail comes first: a fault leaves nothing behind.
  auto found = remains_of(known, request.user_key, tx);
  if (!found.ok()) return found.faults();
  Remains remains = std::move(found).value();
  const bool is_waiting = is_registration(request.user);
  if (is_waiting && !known && remains.list.count >= accounts.registration().waiting_max)
    return Errc::overloaded;
  const auto sealed = accounts.seal_user(request.user_key, request.user, now, tx);
  if (!sealed.ok()) return sealed.faults();
  if (request.message) {
    const auto queued = queue.put(*request.message, now, tx);
    if (!queued.ok()) return queued.faults();
  }
  UserOrdered done{request.user, {}};
  if (known) {
    auto ended = erase(*known, request.user_key, remains, sessions, seconds, tx);
    if (!ended.ok()) return ended.faults();
    done.revoked = std::move(ended).value();
  }
  if (is_waiting) list_waiting(request.user_key, request.user, remains.list.count, tx);
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
  auto found = remains_of(known, user_key, tx);
  const auto sealed = accounts.seal_user(user_key, user, now, tx);
  if (!found.ok() || !sealed.ok()) return Errc::auth_internal;
  UserOrdered done{user, {}};
  if (known) {
    Remains remains = std::move(found).value();
    auto ended = erase(*known, user_key, remains, sessions, seconds, tx);
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
  auto read = remains_of(user, request.user_key, tx);
  if (!read.ok()) return read.faults();
  Remains remains = std::move(read).value();
  return erase(*user, request.user_key, remains, sessions, epoch_seconds(now), tx);
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
  const auto list = find_waiting(request.user_key, user, tx);
  if (!list.ok()) return list.faults();
  user.password_hash = request.phc;
  user.rid = request.rid;
  user.is_active = true;
  user.registration.state = Registration::State::none;
  user.registration.rid.clear();
  user.registration.rid_given = 0;
  auto done = put(accounts, request.user_key, user, now, tx);
  if (done.ok()) unlist_waiting(list.value(), tx);
  return done;
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
