// actors/auth/auth_trail.h: what the audit trail says of logins, users and clients.
#pragma once
#include <string_view>

#include "actors/audit/trail.h"
#include "actors/auth/account_orders.h"
#include "actors/auth/accounts.h"
#include "actors/auth/sessions.h"
#include "actors/auth/user_pages.h"

namespace auth {
/// The trail of one auth partition. Users are named by uuid, sessions by their id. Each function
/// throws as audit::Trail::record does, and records nothing of a request that changed nothing.
class AuthTrail {
 public:
  explicit AuthTrail(audit::Trail trail) : trail_(std::move(trail)) {}

  /// A guess that was counted, right or wrong.
  void login(const EndLogin& request, Accounts& accounts, const Result<User>& ended, UtcTime now,
             store::Transaction& tx) const;
  void opened(const OpenSession& request, UtcTime now, store::Transaction& tx) const;
  void turned(const Turn& request, const Turned& turned, UtcTime now, store::Transaction& tx) const;
  void revoked(const Revoke& request, UtcTime now, store::Transaction& tx) const;
  void user(audit::Operation operation, const audit::Origin& by, const User& user, UtcTime now,
            store::Transaction& tx, std::string_view outcome = {}) const;
  void read(const audit::Origin& by, const std::vector<User>& users, UtcTime now,
            store::Transaction& tx) const;
  void client(const ClientOrder& order, UtcTime now, store::Transaction& tx) const;
  /// Of anything else.
  void other(const audit::Event& event, UtcTime now, store::Transaction& tx) const {
    trail_.record(event, now, tx);
  }

 private:
  audit::Trail trail_;
};

/// The verb as the trail names it.
std::string_view name_of(AccountVerb verb);
}  // namespace auth
