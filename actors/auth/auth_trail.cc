// actors/auth/auth_trail.cc: from what was asked and answered to an event.
#include "actors/auth/auth_trail.h"

namespace auth {
using audit::Operation;

namespace {
std::string_view name_of(AccountVerb verb) {
  switch (verb) {
    case AccountVerb::show:
      return "shown";
    case AccountVerb::add:
      return "added";
    case AccountVerb::disable:
      return "disabled";
    case AccountVerb::enable:
      return "enabled";
    case AccountVerb::set_secret:
      return "secret changed";
    case AccountVerb::set_roles:
      return "roles changed";
    case AccountVerb::end_sessions:
      return "sessions ended";
  }
  return "";
}

/// Nothing: it is not recorded.
std::optional<std::string_view> outcome_of(const EndLogin& request, const Result<User>& ended) {
  if (ended.ok()) return "success";
  const bool is_refused = ended.error() == Errc::auth_invalid_credentials;
  if (!is_refused || request.ticket == 0) return std::nullopt;
  return request.verdict == Verdict::wrong ? "wrong password" : "blocked";
}
}  // namespace

void AuthTrail::login(const EndLogin& request, Accounts& accounts, const Result<User>& ended,
                      UtcTime now, store::Transaction& tx) const {
  const auto outcome = outcome_of(request, ended);
  if (!outcome) return;
  // A refusal names nobody; the account that the guess was counted for is known all the same.
  const auto who = ended.ok() ? ended : accounts.peek(request.user_key, tx);
  const std::string uuid = who.ok() ? who.value().uuid : "";
  trail_.record({Operation::login_checked, request.by, uuid, *outcome}, now, tx);
}

void AuthTrail::opened(const OpenSession& request, UtcTime now, store::Transaction& tx) const {
  trail_.record({Operation::session_opened, request.by, request.id}, now, tx);
}

void AuthTrail::turned(const Turn& request, const Result<Turned>& turned, UtcTime now,
                       store::Transaction& tx) const {
  if (!turned.ok()) return;
  const std::string& id = request.session_id;
  if (turned.value().accepted)
    return trail_.record({Operation::session_renewed, request.by, id}, now, tx);
  if (!turned.value().revoked.empty())
    trail_.record({Operation::session_ended, request.by, id, "token used twice"}, now, tx);
}

void AuthTrail::revoked(const Revoke& request, const Result<Revocations>& revoked, UtcTime now,
                        store::Transaction& tx) const {
  if (revoked.ok() && !revoked.value().empty())
    trail_.record({Operation::session_ended, request.by, request.session_id}, now, tx);
}

void AuthTrail::added(const audit::Origin& by, const Before& before,
                      const Result<UserOrdered>& added, UtcTime now, store::Transaction& tx) const {
  if (!added.ok() || !before.ok()) return;
  const User& after = added.value().user;
  const auto& known = before.value();
  if (known && known->uuid == after.uuid) return;  // It was there.
  if (known) user(Operation::registration_lapsed, by, *known, now, tx);
  user(Operation::user_added, by, after, now, tx);
}

void AuthTrail::lapsed(const EndLapsed& request, const Before& before,
                       const Result<Revocations>& ended, UtcTime now,
                       store::Transaction& tx) const {
  const bool was_there = before.ok() && before.value() && before.value()->uuid == request.uuid;
  if (ended.ok() && was_there)
    trail_.record({Operation::registration_lapsed, request.by, request.uuid}, now, tx);
}

void AuthTrail::ordered(const UserOrder& order, const Before& before,
                        const Result<UserOrdered>& done, UtcTime now,
                        store::Transaction& tx) const {
  if (!done.ok()) return;
  const User& after = done.value().user;
  if (order.verb == AccountVerb::show)
    return user(Operation::user_read, order.by, after, now, tx, name_of(order.verb));
  const bool is_enabled_again = order.verb == AccountVerb::enable && before.ok() &&
                                before.value() && before.value()->is_active;
  if (!is_enabled_again)
    user(Operation::user_changed, order.by, after, now, tx, name_of(order.verb));
}

void AuthTrail::ordered(const ClientOrder& order, const Result<ClientOrdered>& done, UtcTime now,
                        store::Transaction& tx) const {
  if (!done.ok() || order.verb == AccountVerb::show) return;
  const Client& after = done.value().client;
  const std::string id = client_key(after.realm, after.client_id);
  trail_.record({Operation::client_changed, order.by, id, name_of(order.verb)}, now, tx);
}

void AuthTrail::user(Operation operation, const audit::Origin& by, const User& user, UtcTime now,
                     store::Transaction& tx, std::string_view outcome) const {
  trail_.record({operation, by, user.uuid, outcome}, now, tx);
}

void AuthTrail::read(const audit::Origin& by, const std::vector<User>& users, UtcTime now,
                     store::Transaction& tx) const {
  for (const User& one : users) {
    if (!one.uuid.empty()) user(Operation::user_read, by, one, now, tx);
  }
}

void AuthTrail::read(const SaltRequest& request, const Result<FoundSalts>& found,
                     Accounts& accounts, UtcTime now, store::Transaction& tx) const {
  if (!found.ok()) return;
  for (size_t i = 0; i < request.user_keys.size(); ++i) {
    if (found.value().salts[i].empty()) continue;
    const auto who = accounts.peek(request.user_keys[i], tx);
    if (who.ok()) user(Operation::salt_read, request.by, who.value(), now, tx);
  }
}
}  // namespace auth
