// actors/uin/uin_actor.cc: the mailbox around Uins. Wiring, no rule.
#include "actors/uin/uin_actor.h"

#include "actors/uin/uin_partition.h"
#include "actors/uin/uin_state.h"

namespace uin {
static void show(const Levels& levels, number::Gauges& gauges) {
  gauges.unused = levels.unused;
  gauges.issued = levels.issued;
  gauges.assigned = levels.assigned;
}

Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               number::PoolSetting setting, Clock clock) {
  return partition_with_timeout(self, std::move(share), {}, std::move(setting), std::move(clock));
}

Actor::behavior_type partition_with_timeout(Actor::pointer self, number::PoolShare share,
                                            IssuedTimeout timeout, number::PoolSetting setting,
                                            Clock clock) {
  using Desk = number::PoolDesk<Uins, Actor::base>;
  auto desk =
      std::make_shared<Desk>(self, std::make_shared<Uins>(std::move(share), timeout), setting);
  return {
      [=](number::supply_atom, const std::vector<number::Packed>& candidates) {
        return desk->supply(candidates);
      },
      [=](issue_atom, const IssueUin& request) {
        return desk->write([&](Uins& uins, auto& tx) { return uins.issue(request, clock(), tx); });
      },
      [=](update_atom, const UpdateUin& request) {
        return desk->write([&](Uins& uins, auto& tx) { return uins.update(request, clock(), tx); });
      },
      [=](assigned_atom, const std::string& uin) {
        return desk->read([&](Uins&, auto& tx) { return Uins::is_assigned(uin, tx); });
      },
  };
}
}  // namespace uin
