// actors/device/device_state.cc: "D" + code: the device; "H" "D" + code + time: what it was; "S" +
// serial number: who claims it; "X" + claim: a claim that was given up.
#include "actors/device/device_state.h"

#include "actors/base/text.h"
#include "actors/device/field_rules.h"
#include "actors/device/history.h"

namespace device {
namespace {
constexpr char device_letter = 'D';
std::string device_key(const std::string& code) { return device_letter + code; }
std::string claim_key(const std::string& serial) { return "S" + serial; }
std::string given_up_key(const std::string& claim_id) { return "X" + claim_id; }

/// Nothing inside: nobody claims it. Error: it could not be read.
store::Read<std::optional<SerialClaim>> holder_of(const std::string& serial,
                                                  store::Transaction& tx) {
  const auto record = tx.get(claim_key(serial));
  if (!record.ok()) return record.error();
  if (!record.value()) return std::optional<SerialClaim>{};
  auto claim = decoded_claim(*record.value());
  if (!claim) return store::Errc::corrupt;
  return claim;
}
}  // namespace

Result<SerialHolder> Devices::take_serial(const TakeSerial& order, UtcTime now,
                                          store::Transaction& tx) {
  const auto holder = holder_of(order.serial, tx);
  if (!holder.ok()) return Errc::device_failed;
  if (holder.value() && holder.value()->claim_id != order.replaces) {
    if (on_their_way_.contains(holder.value()->claim_id)) return Errc::device_exists;
    return SerialHolder{false, *holder.value()};
  }
  if (order.device) {
    const auto added = add({*order.device, order.claim.claim_id, order.by}, now, tx);
    if (!added.ok()) return added.faults();
  } else {
    on_their_way_.insert(order.claim.claim_id);
  }
  tx.put(claim_key(order.serial), encoded(order.claim));
  return SerialHolder{true, order.claim};
}

Result<Done> Devices::end_claim(const EndClaim& order, store::Transaction& tx) {
  leave(order.claim_id);
  if (order.is_registered) return Done{};
  const auto holder = holder_of(order.serial, tx);
  if (!holder.ok()) return Errc::device_failed;
  if (holder.value() && holder.value()->claim_id == order.claim_id)
    tx.erase(claim_key(order.serial));
  return Done{};
}

Result<Done> Devices::add(const AddDevice& order, UtcTime now, store::Transaction& tx) {
  const auto before = find(order.device.code, tx);
  const auto given_up = tx.get(given_up_key(order.claim_id));
  if (!before.ok() || !given_up.ok()) return Errc::device_failed;
  if (before.value() || given_up.value()) return Errc::device_exists;
  Device device = order.device;
  device.status = Status::registered;
  device.is_active = true;
  device.stamp = made({order.by, now});
  if (!put(device, now, tx)) return Errc::device_failed;
  return Done{};
}

Result<bool> Devices::settle(const SettleClaim& order, store::Transaction& tx) {
  const auto device = find(order.claim.code, tx);
  if (!device.ok()) return Errc::device_failed;
  if (device.value() && serial_key(*device.value()) == order.serial) return true;
  tx.put(given_up_key(order.claim.claim_id), "");
  return false;
}

Result<Device> Devices::read(const std::string& code, std::optional<UtcTime> as_of,
                             store::Transaction& tx) {
  auto today = find(code, tx);
  if (!today.ok()) return Errc::validate_failed;
  if (!today.value()) return Errc::validate_no_device;
  // What has not changed since then is today's row; history is asked about the others alone.
  const Stamp& stamp = today.value()->stamp;
  if (!as_of || stamp.last() <= *as_of) return *std::move(today).value();
  if (*as_of < stamp.created) return Errc::validate_no_device;
  const auto row = history_at(tx, device_letter, code, *as_of);
  if (!row.ok()) return Errc::validate_failed;
  if (!row.value()) return Errc::validate_no_device;
  const auto record = sealer_->open(tx, {row.value()->key}, row.value()->value);
  auto device = record.ok() ? decoded_device(record.value()) : std::nullopt;
  if (!device) return Errc::validate_failed;
  return *std::move(device);
}

Result<Done> Devices::set_status(const ChangeStatus& order, UtcTime now, store::Transaction& tx) {
  if (text::is_blank(order.code) || text::is_blank(order.status))
    return Errc::device_status_missing;
  const auto wanted = status_of(order.status);
  if (!wanted) return Errc::device_status_invalid;
  const auto found = find(order.code, tx);
  if (!found.ok()) return Errc::device_status_failed;
  if (!found.value() || !found.value()->is_active) return Errc::device_status_not_found;
  Device device = *found.value();
  const auto allowed = may_become(device.status, *wanted);
  if (!allowed.ok()) return allowed.faults();
  device.status = *wanted;
  device.stamp = changed(device.stamp, {order.by, now});
  if (!put(device, now, tx)) return Errc::device_status_failed;
  return Done{};
}

Result<Done> Devices::deregister(const std::string& code, const Act& act, store::Transaction& tx) {
  if (chars_of(code) > code_chars_max) return Errc::deregister_long;
  const auto found = find(code, tx);
  if (!found.ok()) return Errc::deregister_failed;
  if (!found.value() || !found.value()->is_active) return Errc::deregister_not_found;
  Device device = *found.value();
  if (device.status != Status::registered) return Errc::deregister_done;
  device.status = Status::retired;
  device.stamp = changed(device.stamp, act);
  if (!put(device, act.at, tx)) return Errc::deregister_failed;
  return Done{};
}

store::Read<std::optional<Device>> Devices::find(const std::string& code, store::Transaction& tx) {
  const std::string key = device_key(code);
  const auto sealed = tx.get(key);
  if (!sealed.ok()) return sealed.error();
  if (!sealed.value()) return std::optional<Device>{};
  const auto record = sealer_->open(tx, {key}, *sealed.value());
  if (!record.ok()) return record.error();
  auto device = decoded_device(record.value());
  if (!device) return store::Errc::corrupt;
  return device;
}

bool Devices::put(const Device& device, UtcTime now, store::Transaction& tx) {
  const std::string record = encoded(device);
  const std::string key = device_key(device.code);
  const std::string past = history_key(device_letter, device.code, device.stamp.last());
  const auto row = sealer_->seal(tx, now, {key}, record);
  const auto history = sealer_->seal(tx, now, {past}, record);
  if (!row.ok() || !history.ok()) return false;
  tx.put(key, row.value());
  tx.put(past, history.value());
  return true;
}
}  // namespace device
