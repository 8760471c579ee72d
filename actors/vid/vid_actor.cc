// actors/vid/vid_actor.cc: the mailbox around Vids, and the clock that expires them. Wiring, no
// rule.
#include "actors/vid/vid_actor.h"

#include "actors/vid/vid_state.h"

namespace vid {
static void show(const Levels& levels, number::Gauges& gauges) {
  gauges.unused = levels.available;
  gauges.assigned = levels.assigned;
  gauges.expired = levels.expired;
}

Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               std::chrono::days release_after, number::PoolSetting setting,
                               Clock clock) {
  using Desk = number::PoolDesk<Vids, Actor::base>;
  auto vids = std::make_shared<Vids>(std::move(share), release_after);
  auto desk = std::make_shared<Desk>(self, std::move(vids), setting);
  caf::delayed_anon_send(Actor{self}, sweep_every, sweep_atom::value);
  return {
      [=](number::supply_atom, const std::vector<number::Packed>& candidates) {
        return desk->supply(candidates);
      },
      [=](issue_atom, const IssueVid& request) {
        return desk->write([&](Vids& all, auto& tx) { return all.issue(request, clock(), tx); });
      },
      [=](sweep_atom) {
        bool more = false;
        auto result = desk->write([&](Vids& all, auto& tx) {
          auto swept = all.sweep(clock(), sweep_numbers_max, tx);
          more = swept.ok() && swept.value().expired + swept.value().released >= sweep_numbers_max;
          return swept;
        });
        if (more) {
          caf::anon_send(Actor{self}, sweep_atom::value);
        } else {
          caf::delayed_anon_send(Actor{self}, sweep_every, sweep_atom::value);
        }
        return result;
      },
  };
}
}  // namespace vid
