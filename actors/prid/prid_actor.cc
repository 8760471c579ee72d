// actors/prid/prid_actor.cc: the mailbox around Prids. Wiring, no rule.
#include "actors/prid/prid_actor.h"

#include "actors/prid/prid_state.h"

namespace prid {
static void show(const Levels& levels, number::Gauges& gauges) {
  gauges.unused = levels.available;
  gauges.assigned = levels.assigned;
}

Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               number::PoolSetting setting, Clock clock) {
  const audit::Trail trail = setting.host.trail;
  using Desk = number::PoolDesk<Prids, Actor::base>;
  auto desk = std::make_shared<Desk>(self, std::make_shared<Prids>(std::move(share)), setting);
  return {
      [=](number::supply_atom, const std::vector<number::Packed>& candidates) {
        return desk->supply(candidates);
      },
      [=](issue_atom, const IssuePrid& request) {
        return desk->write([&](Prids& prids, auto& tx) {
          const UtcTime now = clock();
          auto prid = prids.issue(request, now, tx);
          if (prid.ok())
            trail.record({audit::Operation::prid_issued, request.by, prid.value()}, now, tx);
          return prid;
        });
      },
      [=](take_atom, const TakePrids& request) {
        return desk->write([&](Prids& prids, auto& tx) {
          const UtcTime now = clock();
          auto taken = prids.take(request, now, tx);
          if (taken.ok()) {
            const std::string count = std::to_string(taken.value().size());
            trail.record({audit::Operation::prids_taken, request.by, "", count}, now, tx);
          }
          return taken;
        });
      },
  };
}
}  // namespace prid
