// actors/vid/vid_actor.cc: the mailbox around Vids, and the clock that expires them. Wiring, no
// rule.
#include "actors/vid/vid_actor.h"

#include "actors/vid/vid_state.h"

namespace vid {
using audit::Operation;

static void show(const Levels& levels, number::Gauges& gauges) {
  gauges.unused = levels.available;
  gauges.assigned = levels.assigned;
  gauges.expired = levels.expired;
}

Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               std::chrono::days release_after, number::PoolSetting setting,
                               Clock clock) {
  const audit::Trail trail = setting.host.trail;
  using Desk = number::PoolDesk<Vids, Actor::base>;
  auto vids = std::make_shared<Vids>(std::move(share), release_after);
  auto desk = std::make_shared<Desk>(self, std::move(vids), setting);
  caf::delayed_anon_send(Actor{self}, sweep_every, sweep_atom::value);
  return {
      [=](number::supply_atom, const std::vector<number::Packed>& candidates) {
        return desk->supply(candidates);
      },
      [=](issue_atom, const IssueVid& request) {
        return desk->write([&](Vids& all, auto& tx) {
          const UtcTime now = clock();
          auto vid = all.issue(request, now, tx);
          if (vid.ok()) trail.record({Operation::vid_issued, request.by, vid.value()}, now, tx);
          return vid;
        });
      },
      [=](sweep_atom) {
        bool more = false;
        auto result = desk->write([&](Vids& all, auto& tx) {
          const UtcTime now = clock();
          auto swept = all.sweep(now, sweep_numbers_max, tx);
          if (!swept.ok()) return swept;
          const auto [expired, released] = swept.value();
          more = expired + released >= sweep_numbers_max;
          if (expired + released == 0) return swept;
          const std::string outcome =
              "expired " + std::to_string(expired) + ", released " + std::to_string(released);
          trail.record({Operation::vids_swept, audit::of_server(), {}, outcome}, now, tx);
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
