// actors/device/device_actor.cc: the mailbox around Devices. Wiring, no rule.
#include "actors/device/device_actor.h"

namespace device {
DeviceActor::behavior_type partition(DeviceActor::pointer self, partition::Host host, Clock clock) {
  const auto devices = std::make_shared<Devices>(host.sealer);
  partition::Hooks hooks;
  hooks.load = [devices](store::Transaction&) -> Result<Done> {
    devices->forget();
    return Done{};
  };
  auto write = host.writer(self, std::move(hooks));
  auto read = write.reader();
  using store::Transaction;
  return {[=](take_atom, const TakeSerial& order) {
            return write([&](Transaction& tx) { return devices->take_serial(order, clock(), tx); });
          },
          [=](end_atom, const EndClaim& order) {
            // Before the order, since the host may refuse that: what has ended is looked into.
            devices->leave(order.claim_id);
            return write([&](Transaction& tx) { return devices->end_claim(order, tx); });
          },
          [=](add_atom, const AddDevice& order) {
            return write([&](Transaction& tx) { return devices->add(order, clock(), tx); });
          },
          [=](settle_atom, const SettleClaim& order) {
            return write([&](Transaction& tx) { return devices->settle(order, tx); });
          },
          [=](read_atom, const ReadDevice& wish) {
            return read([&](Transaction& tx) { return devices->read(wish.code, wish.as_of, tx); });
          },
          [=](status_atom, const ChangeStatus& order) {
            return write([&](Transaction& tx) { return devices->set_status(order, clock(), tx); });
          },
          [=](retire_atom, const Deregister& order) {
            return write([&](Transaction& tx) {
              return devices->deregister(order.code, {order.by, clock()}, tx);
            });
          }};
}
}  // namespace device
