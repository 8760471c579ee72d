// actors/auth/auth_trail.cc: from what was asked and answered to an event.
#include "actors/auth/auth_trail.h"

namespace auth {
using audit::Operation;

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

void AuthTrail::login(const EndLogin& request, Accounts& accounts, const Result<User>& ended,
                      UtcTime now, store::Transaction& tx) const {
  if (request.verdict == Verdict::abandoned) return;
  if (ended.ok()) return user(Operation::login_checked, request.by, ended.value(), now, tx);
  // The answer names nobody; the account that the guess was counted for is known all the same.
  const auto guessed_at = accounts.peek(request.user_key, tx);
  const std::string uuid = guessed_at.ok() ? guessed_at.value().uuid : "";
  trail_.record({Operation::login_checked, request.by, uuid, "failed"}, now, tx);
}

void AuthTrail::opened(const OpenSession& request, UtcTime now, store::Transaction& tx) const {
  trail_.record({Operation::session_opened, request.by, request.id}, now, tx);
}

void AuthTrail::turned(const Turn& request, const Turned& turned, UtcTime now,
                       store::Transaction& tx) const {
  const char* const outcome = turned.accepted ? "success" : "refused";
  trail_.record({Operation::session_renewed, request.by, request.session_id, outcome}, now, tx);
}

void AuthTrail::revoked(const Revoke& request, UtcTime now, store::Transaction& tx) const {
  trail_.record({Operation::session_ended, request.by, request.session_id}, now, tx);
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

void AuthTrail::client(const ClientOrder& order, UtcTime now, store::Transaction& tx) const {
  trail_.record({Operation::client_changed, order.by, order.client_id, name_of(order.verb)}, now,
                tx);
}
}  // namespace auth
