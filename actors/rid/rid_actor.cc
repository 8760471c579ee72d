// actors/rid/rid_actor.cc: the mailbox around Sequences. Wiring, no rule.
#include "actors/rid/rid_actor.h"

#include "actors/rid/rid_state.h"

namespace rid {
Actor::behavior_type partition(Actor::pointer self, Rules rules, partition::Host host,
                               Clock clock) {
  auto write = host.writer(self);
  return {[=, trail = host.trail, sequences = Sequences{rules}](issue_atom, const Machine& machine,
                                                                const audit::Origin& by) mutable {
    return write([&](store::Transaction& tx) {
      const UtcTime now = clock();
      auto rid = sequences.issue(machine, now, tx);
      if (rid.ok()) trail.record({audit::Operation::rid_issued, by, rid.value()}, now, tx);
      return rid;
    });
  }};
}
}  // namespace rid
