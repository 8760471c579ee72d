// actors/auth/registrations.h: new users, and the steps from a registration to an account, as the
// partition of the user takes them.
#pragma once
#include <optional>
#include <string>

#include "actors/auth/account_orders.h"
#include "actors/auth/accounts.h"
#include "actors/auth/sessions.h"
#include "actors/base/origin.h"
#include "actors/outbox/message.h"
#include "actors/outbox/queue.h"

namespace auth {
/// A user whose values have been claimed (holds.h), and the message that tells of it.
struct NewAccount {
  std::string user_key;
  User user;
  int64_t held_since = 0;  ///< when the first claim was made
  std::optional<outbox::Message> message;
  audit::Origin by{};
};
/// A user names its registration id. The uuid is the one that the asker has looked at.
struct GiveRid {
  std::string user_key;
  std::string uuid;
  std::string rid;
  bool is_proved = false;  ///< by the user itself: it may replace another rid
  audit::Origin by{};
};
/// A registration that seems to have lapsed: its partition decides.
struct EndLapsed {
  std::string user_key;
  std::string uuid;
  audit::Origin by{};
};
struct FirstPassword {
  std::string user_key;
  std::string uuid;
  std::string rid;
  std::string phc;
  audit::Origin by{};
};

// What these answer may be told when `tx` is durable. Errors: auth_internal when the store or the
// seal fails.

/// Stores the user and queues the message, in one commit: all of it or nothing. Errors:
/// account_user_exists (an account of that name, or a registration that goes on),
/// account_create_failed (the claims are too old), overloaded (too many messages wait).
/// Sessions of a registration of that name that has lapsed end with it.
Result<UserOrdered> add_account(Accounts& accounts, Sessions& sessions, const NewAccount& request,
                                UtcTime now, outbox::Queue& queue, store::Transaction& tx);
/// The active user of that key, made as `user` says when there is none: sign-in by a code that was
/// sent to the user id itself. Errors: auth_invalid_credentials (there is one, inactive).
Result<UserOrdered> enroll(Accounts& accounts, Sessions& sessions, const std::string& user_key,
                           const User& user, UtcTime now, store::Transaction& tx);
/// Erases the user of that uuid, when there is one, and ends its sessions: afterwards no change of
/// clock or configuration brings it back. Errors: account_user_exists (it has not lapsed).
Result<Revocations> end_lapsed(Accounts& accounts, Sessions& sessions, const EndLapsed& request,
                               UtcTime now, store::Transaction& tx);
/// Errors: auth_invalid_credentials (may_give_rid says no, or there is another rid and no proof).
Result<User> give_rid(Accounts& accounts, const GiveRid& request, UtcTime now,
                      store::Transaction& tx);
/// The account is active from then on. Errors: account_password_failed (it is no longer as it was
/// when the password was checked).
Result<User> set_first_password(Accounts& accounts, const FirstPassword& request, UtcTime now,
                                store::Transaction& tx);
/// Who may sign in by a code: an active user, and one whose registration goes on, who has no roles
/// yet. Errors: auth_invalid_credentials.
Result<User> find_entrant(Accounts& accounts, const std::string& user_key, UtcTime now,
                          store::Transaction& tx);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, GiveRid& x) {
  return f(x.user_key, x.uuid, x.rid, x.is_proved, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, EndLapsed& x) {
  return f(x.user_key, x.uuid, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, FirstPassword& x) {
  return f(x.user_key, x.uuid, x.rid, x.phc, x.by);
}
}  // namespace auth
