// actors/uin/uin_actor.cc: the mailbox around Uins. Wiring, no rule.
#include "actors/uin/uin_actor.h"

#include "actors/uin/uin_partition.h"
#include "actors/uin/uin_state.h"

namespace uin {
using audit::Operation;

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
  const audit::Trail trail = setting.host.trail;
  using Desk = number::PoolDesk<Uins, Actor::base>;
  auto desk =
      std::make_shared<Desk>(self, std::make_shared<Uins>(std::move(share), timeout), setting);
  return {
      [=](number::supply_atom, const std::vector<number::Packed>& candidates) {
        return desk->supply(candidates);
      },
      [=](issue_atom, const IssueUin& request) {
        return desk->write([&](Uins& uins, auto& tx) {
          const UtcTime now = clock();
          auto uin = uins.issue(request, now, tx);
          if (uins.timed_out() > 0) {
            const std::string count = std::to_string(uins.timed_out());
            trail.record({Operation::uins_timed_out, audit::of_server(), {}, count}, now, tx);
          }
          if (uin.ok()) trail.record({Operation::uin_issued, request.by, uin.value()}, now, tx);
          return uin;
        });
      },
      [=](update_atom, const UpdateUin& request) {
        return desk->write([&](Uins& uins, auto& tx) {
          const UtcTime now = clock();
          auto updated = uins.update(request, now, tx);
          if (updated.ok()) {
            const auto& [uin, status] = updated.value();
            trail.record({Operation::uin_updated, request.by, uin, status}, now, tx);
          }
          return updated;
        });
      },
      [=](assigned_atom, const std::string& uin) {
        return desk->read([&](Uins&, auto& tx) { return Uins::is_assigned(uin, tx); });
      },
  };
}
}  // namespace uin
