// actors/device/trust_actor.cc: the mailbox around Trust. Wiring, no rule.
#include "actors/device/trust_actor.h"

namespace device {
using audit::Operation;

static Operation operation_of(CompanyKind kind, bool is_new) {
  if (kind == CompanyKind::provider)
    return is_new ? Operation::provider_added : Operation::provider_changed;
  return is_new ? Operation::trust_provider_added : Operation::trust_provider_changed;
}

TrustActor::behavior_type trust(TrustActor::pointer self, TrustConfig config, partition::Host host,
                                Clock clock) {
  const auto rows =
      std::make_shared<Trust>(std::move(config.types), host.sealer, std::move(config.random));
  partition::Hooks hooks;
  hooks.load = [rows](store::Transaction& tx) { return rows->load(tx); };
  auto write = host.writer(self, std::move(hooks));
  auto read = write.reader();
  const audit::Trail trail = host.trail;
  return {[=](company_atom, const CompanyOrder& order) {
            return write([&](store::Transaction& tx) {
              const Act act{order.by, clock()};
              const bool is_new = order.company.id.empty();
              auto kept = is_new ? rows->add(order.kind, order.company, act, tx)
                                 : rows->change(order.kind, order.company, act, tx);
              if (!kept.ok()) return kept;
              trail.record({operation_of(order.kind, is_new), order.origin, kept.value().id},
                           act.at, tx);
              return kept;
            });
          },
          [=](mds_atom, const MdsOrder& order) {
            return write([&](store::Transaction& tx) {
              const Act act{order.by, clock()};
              const bool is_new = order.mds.id.empty();
              auto kept = is_new ? rows->add(order.mds, act, tx)
                                 : rows->change(order.mds, order.is_active, act, tx);
              if (!kept.ok()) return kept;
              const auto operation =
                  is_new ? Operation::device_service_added : Operation::device_service_changed;
              trail.record({operation, order.origin, kept.value().id}, act.at, tx);
              return kept;
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
