// actors/auth/auth_actor.cc: the mailbox around Accounts and Sessions. Wiring, no rule.
#include "actors/auth/auth_actor.h"

#include <tuple>

#include "actors/auth/account_handlers.h"
#include "actors/auth/user_handlers.h"

namespace auth {
Result<NewPassword> set_password(Accounts& accounts, Sessions& sessions, const SetPassword& request,
                                 UtcTime now, store::Transaction& tx) {
  const auto changed = accounts.set_password(request, now, tx);
  if (!changed.ok()) return changed.faults();
  const auto& [before, after] = changed.value();
  auto revoked = sessions.end_group(group_of(before), epoch_seconds(now), tx);
  if (!revoked.ok()) return revoked.faults();
  return NewPassword{after, std::move(revoked).value()};
}

Actor::behavior_type partition(Actor::pointer self, PartitionConfig config, partition::Host host,
                               Clock clock) {
  const auto own =
      std::make_shared<handlers::Owned>(self, std::move(config), host, std::move(clock));
  return std::apply([](auto... all) { return Actor::behavior_type{std::move(all)...}; },
                    std::tuple_cat(handlers::of_login(own), handlers::of_lookup(own),
                                   handlers::of_telling(own), handlers::of_registration(own),
                                   handlers::of_sessions(own), handlers::of_orders(own)));
}
}  // namespace auth
