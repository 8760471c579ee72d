// actors/device/trust_actor.cc: the mailbox around Trust. Wiring, no rule.
#include "actors/device/trust_actor.h"

namespace device {
TrustActor::behavior_type trust(TrustActor::pointer self, TrustConfig config, partition::Host host,
                                Clock clock) {
  const auto rows =
      std::make_shared<Trust>(std::move(config.types), host.sealer, std::move(config.random));
  partition::Hooks hooks;
  hooks.load = [rows](store::Transaction& tx) { return rows->load(tx); };
  auto write = host.writer(self, std::move(hooks));
  auto read = write.reader();
  return {[=](company_atom, const CompanyOrder& order) {
            return write([&](store::Transaction& tx) {
              const Act act{order.by, clock()};
              return order.company.id.empty() ? rows->add(order.kind, order.company, act, tx)
                                              : rows->change(order.kind, order.company, act, tx);
            });
          },
          [=](mds_atom, const MdsOrder& order) {
            return write([&](store::Transaction& tx) {
              const Act act{order.by, clock()};
              return order.mds.id.empty() ? rows->add(order.mds, act, tx)
                                          : rows->change(order.mds, order.is_active, act, tx);
            });
          },
          [=](vouch_atom, const MakerQuestion& question) {
            return read([&](store::Transaction& tx) { return rows->vouchers(question, tx); });
          },
          [=](check_atom, const ServiceQuestion& question) {
            return read([&](store::Transaction& tx) { return rows->check(question, tx); });
          }};
}
}  // namespace device
