// actors/device/device_actor.cc: the mailbox around Devices. Wiring, no rule.
#include "actors/device/device_actor.h"

namespace device {
using audit::Operation;

static audit::Event status_event(const ChangeStatus& order) {
  const std::string_view status = text_of(status_of(order.status).value_or(Status::registered));
  return {Operation::device_status, order.origin, order.code, status};
}

DeviceActor::behavior_type partition(DeviceActor::pointer self, partition::Host host, Clock clock) {
  const auto devices = std::make_shared<Devices>(host.sealer);
  partition::Hooks hooks;
  hooks.load = [devices](store::Transaction&) -> Result<Done> {
    devices->forget();
    return Done{};
  };
  auto write = host.writer(self, std::move(hooks));
  auto read = write.reader();
  const audit::Trail trail = host.trail;
  using store::Transaction;
  return {
      [=](take_atom, const TakeSerial& order) {
        return write([&](Transaction& tx) {
          const UtcTime now = clock();
          auto holder = devices->take_serial(order, now, tx);
          if (holder.ok() && holder.value().is_taken && order.device)
            trail.record({Operation::device_registered, order.origin, order.claim.code}, now, tx);
          return holder;
        });
      },
      [=](end_atom, const EndClaim& order) {
        // Before the order, since the host may refuse that: what has ended is looked into.
        devices->leave(order.claim_id);
        return write([&](Transaction& tx) { return devices->end_claim(order, tx); });
      },
      [=](add_atom, const AddDevice& order) {
        return write([&](Transaction& tx) {
          const UtcTime now = clock();
          auto added = devices->add(order, now, tx);
          if (added.ok())
            trail.record({Operation::device_registered, order.origin, order.device.code}, now, tx);
          return added;
        });
      },
      [=](settle_atom, const SettleClaim& order) {
        return write([&](Transaction& tx) { return devices->settle(order, tx); });
      },
      [=](read_atom, const ReadDevice& wish) {
        return read([&](Transaction& tx) { return devices->read(wish.code, wish.as_of, tx); });
      },
      [=](status_atom, const ChangeStatus& order) {
        return write([&](Transaction& tx) {
          const UtcTime now = clock();
          auto changed = devices->set_status(order, now, tx);
          if (changed.ok()) trail.record(status_event(order), now, tx);
          return changed;
        });
      },
      [=](retire_atom, const Deregister& order) {
        return write([&](Transaction& tx) {
          const UtcTime now = clock();
          auto retired = devices->deregister(order.code, {order.by, now}, tx);
          if (retired.ok())
            trail.record({Operation::device_retired, order.origin, order.code}, now, tx);
          return retired;
        });
      }};
}
}  // namespace device
