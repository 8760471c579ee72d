// actors/rid/rid_actor.cc: the mailbox around Sequences. Wiring, no rule.
#include "actors/rid/rid_actor.h"

#include "actors/rid/rid_state.h"

namespace rid {
Actor::behavior_type partition(Actor::pointer self, Rules rules, partition::Host host,
                               Clock clock) {
  auto write = host.writer(self);
  return {[=, sequences = Sequences{rules}](issue_atom, const Machine& machine) mutable {
    return write([&](store::Transaction& tx) { return sequences.issue(machine, clock(), tx); });
  }};
}
}  // namespace rid
