// actors/audit/audit_actor.cc: the mailbox around the trail of service audit. Wiring, no rule.
#include "actors/audit/audit_actor.h"

namespace audit {
Actor::behavior_type partition(Actor::pointer self, partition::Host host, Clock clock) {
  auto write = host.writer(self);
  auto read_and_record = write.recording_reader();
  return {
      [=, trail = host.trail](append_atom, const std::string& text) {
        return write([&](store::Transaction& tx) -> Result<Done> {
          trail.append(text, clock(), tx);
          return Done{};
        });
      },
      [=, trail = host.trail](read_atom, const Origin& by) {
        return read_and_record([&](store::Transaction& tx) -> Result<Done> {
          trail.record({Operation::audits_read, by, ""}, clock(), tx);
          return Done{};
        });
      },
  };
}
}  // namespace audit
