// actors/auth/auth_trail.h: what the audit trail says of logins, users and clients.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "actors/audit/trail.h"
#include "actors/auth/account_orders.h"
#include "actors/auth/accounts.h"
#include "actors/auth/registrations.h"
#include "actors/auth/sessions.h"

namespace auth {
/// The trail of one auth partition. Users are named by uuid, sessions by their id. Each function
/// looks at what was asked and answered, and records nothing of a request that changed nothing. It
/// throws as audit::Trail::record does.
class AuthTrail {
 public:
  explicit AuthTrail(audit::Trail trail) : trail_(std::move(trail)) {}

  /// A guess that was counted, a right password, or one that came too late for a blocked user.
  /// Guesses at names that nobody has are not kept.
  void login(const EndLogin& request, Accounts& accounts, const Result<User>& ended, UtcTime now,
             store::Transaction& tx) const;
  void opened(const OpenSession& request, UtcTime now, store::Transaction& tx) const;
  /// A renewal, or the end of a session whose token came twice.
  void turned(const Turn& request, const Result<Turned>& turned, UtcTime now,
              store::Transaction& tx) const;
  void revoked(const Revoke& request, const Result<Revocations>& revoked, UtcTime now,
               store::Transaction& tx) const;

  /// Who had the user's name in front of the request: its registration may have lapsed for it.
  using Before = Result<std::optional<User>>;
  void added(const audit::Origin& by, const Before& before, const Result<UserOrdered>& added,
             UtcTime now, store::Transaction& tx) const;
  void lapsed(const EndLapsed& request, const Before& before, const Result<Revocations>& ended,
              UtcTime now, store::Transaction& tx) const;
  void ordered(const UserOrder& order, const Before& before, const Result<UserOrdered>& done,
               UtcTime now, store::Transaction& tx) const;
  void ordered(const ClientOrder& order, const Result<ClientOrdered>& done, UtcTime now,
               store::Transaction& tx) const;

  void user(audit::Operation operation, const audit::Origin& by, const User& user, UtcTime now,
            store::Transaction& tx, std::string_view outcome = {}) const;
  /// One record a user; `users` may have empty ones.
  void read(const audit::Origin& by, const std::vector<User>& users, UtcTime now,
            store::Transaction& tx) const;
  /// One record a user whose salt is told.
  void read(const SaltRequest& request, const Result<FoundSalts>& found, Accounts& accounts,
            UtcTime now, store::Transaction& tx) const;

  /// See audit::Trail::prepare.
  void prepare(store::Transaction& tx) const { trail_.prepare(tx); }

 private:
  audit::Trail trail_;
};
}  // namespace auth
