// actors/license/license_actor.cc: the mailbox around Licenses. Wiring, no rule.
#include "actors/license/license_actor.h"

#include "crypto/digest.h"

namespace license {
using audit::Operation;

/// Names a licence key in the audit trail without being one.
static std::string hash_of(std::string_view license_key) {
  return crypto::hex_lower(crypto::sha256(license_key));
}

Actor::behavior_type partition(Actor::pointer self, Config config, partition::Host host,
                               Clock clock) {
  const auto licenses =
      std::make_shared<Licenses>(std::move(config.rules), config.share, std::move(config.random));
  partition::Hooks hooks;
  hooks.load = [licenses](store::Transaction&) -> Result<Done> {
    licenses->forget();
    return Done{};
  };
  const audit::Trail trail = host.trail;
  auto write = host.writer(self, std::move(hooks));
  auto read = write.reader();
  return {
      [=](make_atom, const Generate& message) {
        return write([&](store::Transaction& tx) {
          const UtcTime now = clock();
          auto key = licenses->generate(message.misp_id, message.expires, now, tx);
          if (!key.ok()) return key;
          const std::string hash = hash_of(key.value());
          trail.record({Operation::license_generated, message.by, message.misp_id, hash}, now, tx);
          return key;
        });
      },
      [=](map_atom, const Map& message) {
        return write([&](store::Transaction& tx) {
          auto mapped = licenses->map(message.pair, message.permissions, tx);
          if (!mapped.ok()) return mapped;
          const std::string hash = hash_of(message.pair.license_key);
          trail.record({Operation::license_mapped, message.by, message.pair.misp_id, hash}, clock(),
                       tx);
          return mapped;
        });
      },
      [=](read_atom, const Pair& pair) {
        return read(
            [&](store::Transaction& tx) { return licenses->permissions(pair, clock(), tx); });
      },
      [=](status_atom, const SetStatus& message) {
        return write([&](store::Transaction& tx) {
          auto set = licenses->set_status(message.license_key, message.status, tx);
          if (!set.ok()) return set;
          const std::string hash = hash_of(message.license_key);
          trail.record({Operation::license_status, message.by, hash, message.status}, clock(), tx);
          return set;
        });
      }};
}
}  // namespace license
