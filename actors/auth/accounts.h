// actors/auth/accounts.h: the users, clients and wrong passwords that one partition owns.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/auth/attempts.h"
#include "actors/auth/lockout_rules.h"
#include "actors/auth/records.h"
#include "actors/auth/registration_rules.h"
#include "actors/auth/user_pages.h"
#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace auth {
/// Permission to check one password. Number 0: refused, whatever the password; `phc` is then a
/// dummy, so that the caller's work and time are those of a real check.
struct Ticket {
  uint64_t number = 0;
  std::string phc;
};
enum class Verdict : uint8_t {
  right,
  wrong,
  abandoned,  ///< the check did not take place (crypto pool full): nothing is counted
};
struct EndLogin {
  std::string user_key;
  uint64_t ticket = 0;
  Verdict verdict = Verdict::abandoned;
  std::string phc{};  ///< the ticket's, against which the password was checked
  audit::Origin by{};
};

struct AccountOptions {
  LockoutRules lockout;
  /// A PHC string of the usual cost that no password matches: what unknown names are checked
  /// against.
  std::string dummy_phc;
  RegistrationRules registration = {};
};

struct SetPassword {
  std::string user_key;
  std::string phc;
  std::string instead_of;     ///< the hash that the caller has checked; empty: none was
  std::string session_group;  ///< of the sessions from now on
  audit::Origin by{};
};
struct Changed {
  User before, after;
};

/// A user's record on its way to the store, and the row of its history (DECISIONS 26): none when
/// nothing changed but password and sessions.
struct SealedUser {
  std::string row;
  std::string past_key;  ///< empty: no row
  std::string past;
};
/// What a user was from a moment on. Its password's hash and its sessions are not kept.
struct PastUser {
  UtcTime since{};
  User user;
};
/// So many changes are told, the newest ones.
inline constexpr size_t past_users_max = 1000;

/// One actor owns it. `user_key` is the index key's hash of realm and user name: no name is ever in
/// a store key. What it answers may be told when `tx` is durable.
/// Errors of every function: auth_internal when the store or the seal fails.
class Accounts {
 public:
  /// `sealer` is this partition's and outlives it.
  Accounts(AccountOptions options, seal::Sealer& sealer)
      : options_(std::move(options)), sealer_(sealer) {}

  /// Counts the check before it runs: with n wrong guesses at once exactly
  /// auth.login.max-failures are evaluated (auth sheet 5.4). Unknown, inactive and blocked users
  /// and those without a password get number 0. Errors: overloaded.
  Result<Ticket> begin_login(const std::string& user_key, UtcTime now, store::Transaction& tx);

  /// Settles a ticket, number 0 too; a wrong password is counted durably. The user, when the
  /// verdict is right and still stands: a password that has been replaced since the check began no
  /// longer opens. Errors: auth_invalid_credentials, overloaded (abandoned).
  Result<User> end_login(const EndLogin& request, UtcTime now, store::Transaction& tx);

  /// An active user. Errors: auth_invalid_credentials.
  Result<User> find_user(const std::string& user_key, store::Transaction& tx);

  /// The client; one without id and with the dummy hash when there is none or it is disabled.
  Result<Client> find_client(std::string_view realm, std::string_view client_id,
                             store::Transaction& tx);

  /// The client, enabled or not; nothing when there is none.
  static Result<std::optional<Client>> look_up_client(std::string_view realm,
                                                      std::string_view client_id,
                                                      store::Transaction& tx);

  /// The user, active or not; nothing when there is none.
  Result<std::optional<User>> look_up(const std::string& user_key, store::Transaction& tx);

  /// The user, active or not. Errors: account_user_not_found.
  Result<User> peek(const std::string& user_key, store::Transaction& tx);
  /// Users that the filter takes, active or not, in the order of their keys. One whose record
  /// cannot be read is left out.
  Result<UserPage> page(const UserPageRequest& request, store::Transaction& tx);
  Result<FoundUsers> find_users(const std::vector<std::string>& user_keys, store::Transaction& tx);
  /// What offline clients salt a user's password with: random, and nothing to do with its hash
  /// here.
  Result<FoundSalts> salts(const SaltRequest& request, store::Transaction& tx);

  /// Forgets wrong passwords and block, whether there are any or not.
  static void forget_failures(const std::string& user_key, store::Transaction& tx);
  /// Where a user's history lies, for erase_user: read in front of the first write.
  static Result<std::vector<std::string>> past_keys(const std::string& user_key,
                                                    store::Transaction& tx);
  /// As if it had never been.
  static void erase_user(const std::string& user_key, const std::vector<std::string>& past_keys,
                         store::Transaction& tx);

  /// Gives an active user another password, which ends its block and its sessions: the user as it
  /// was before and as it is now. Errors: auth_invalid_credentials when the user is not active or
  /// `instead_of` is no longer its hash.
  Result<Changed> set_password(const SetPassword& request, UtcTime now, store::Transaction& tx);

  /// Stores the record, replacing one of that key, and adds it to the user's history. Errors:
  /// auth_internal.
  Result<Done> put_user(const std::string& user_key, const User& user, UtcTime now,
                        store::Transaction& tx);
  /// The same in two steps, of which the second cannot fail: for whoever has more to do in between.
  Result<SealedUser> seal_user(const std::string& user_key, const User& user, UtcTime now,
                               store::Transaction& tx);
  static void put_sealed(const std::string& user_key, const SealedUser& sealed,
                         store::Transaction& tx);
  /// What the user was, the newest first: as it is now, then what it was before. Nothing when there
  /// is none. A user that was stored without history has one row, since the beginning of time.
  Result<std::vector<PastUser>> history(const std::string& user_key, store::Transaction& tx);
  Result<Done> put_client(const Client& client, store::Transaction& tx);

  const RegistrationRules& registration() const { return options_.registration; }
  size_t attempts_in_flight() const { return attempts_.size(); }

 private:
  Result<User> welcome(const EndLogin& request, bool in_time, int64_t now, store::Transaction& tx);
  static Result<User> turn_stranger_away(store::Transaction& tx);
  Result<User> turn_away(const EndLogin& request, int64_t now, store::Transaction& tx);

  AccountOptions options_;
  seal::Sealer& sealer_;
  Attempts attempts_;
};

/// What a client's partition is computed from, and the front of its record's key.
std::string client_key(std::string_view realm, std::string_view client_id);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Ticket& x) {
  return f(x.number, x.phc);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, SetPassword& x) {
  return f(x.user_key, x.phc, x.instead_of, x.session_group, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, EndLogin& x) {
  return f(x.user_key, x.ticket, x.verdict, x.phc, x.by);
}
}  // namespace auth
