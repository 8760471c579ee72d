// actors/license/license_actor.cc: the mailbox around Licenses. Wiring, no rule.
#include "actors/license/license_actor.h"

namespace license {
Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock) {
  const auto licenses =
      std::make_shared<Licenses>(std::move(config.rules), config.share, std::move(config.random));
  partition::Hooks hooks;
  hooks.load = [licenses](store::Transaction&) -> Result<Done> {
    licenses->forget();
    return Done{};
  };
  auto write = host.writer(self, std::move(hooks));
  auto read = write.reader();
  return {[=](make_atom, const Generate& message) {
            return write([&](store::Transaction& tx) {
              return licenses->generate(message.misp_id, message.expires, clock(), tx);
            });
          },
          [=](map_atom, const Map& message) {
            return write([&](store::Transaction& tx) {
              return licenses->map(message.pair, message.permissions, tx);
            });
          },
          [=](read_atom, const Pair& pair) {
            return read(
                [&](store::Transaction& tx) { return licenses->permissions(pair, clock(), tx); });
          },
          [=](status_atom, const SetStatus& message) {
            return write([&](store::Transaction& tx) {
              return licenses->set_status(message.license_key, message.status, tx);
            });
          }};
}
}  // namespace license
