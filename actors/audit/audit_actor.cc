// actors/audit/audit_actor.cc: the mailbox around a Chain. Wiring, no rule.
#include "actors/audit/audit_actor.h"

#include "actors/audit/audit_chain.h"

namespace audit {
Actor::behavior_type partition(Actor::pointer self, std::shared_ptr<seal::Sealer> sealer,
                               partition::Host host, Clock clock) {
  const auto chain = std::make_shared<Chain>(std::move(sealer), host.owner);
  partition::Hooks hooks;
  hooks.load = [chain](store::Transaction& tx) -> Result<Done> {
    if (!chain->load(tx).ok()) return Errc::audit_internal;
    return Done{};
  };
  hooks.before_commit = [chain](store::Transaction& tx) { chain->keep_head(tx); };
  auto write = host.writer(self, std::move(hooks));
  return {[=](append_atom, const std::string& text) {
    return write([&](store::Transaction& tx) -> Result<Done> {
      if (!chain->append(text, clock(), tx).ok()) return Errc::audit_internal;
      return Done{};
    });
  }};
}
}  // namespace audit
