// actors/device/device_state.h: the devices and the claims of serial numbers of one partition. One
// actor holds it, so it has no locks.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/device/device_record.h"
#include "actors/device/device_rules.h"
#include "actors/seal/sealer.h"
#include "store/transaction.h"

namespace device {
/// A registration that wants its serial number. Where code and serial number are of one partition,
/// `device` comes along and is stored in the same commit.
struct TakeSerial {
  std::string serial;    ///< serial_key
  SerialClaim claim;     ///< of a new id
  std::string replaces;  ///< id of a claim that was found to stand for nothing; empty: none
  std::optional<Device> device;
  std::string by;
  audit::Origin origin{};
};
/// Whose the serial number is afterwards.
struct SerialHolder {
  bool is_taken = false;  ///< by whoever asked; else `claim` is the holder's
  SerialClaim claim;
};

/// What became of a registration whose device is of another partition than its serial number.
struct EndClaim {
  std::string serial;
  std::string claim_id;
  bool is_registered = false;  ///< else the claim falls
};

/// The other half of such a registration.
struct AddDevice {
  Device device;
  std::string claim_id;
  std::string by;
  audit::Origin origin{};
};

/// Whether a claim stands for a device of this partition.
struct SettleClaim {
  std::string serial;
  SerialClaim claim;
};

struct ChangeStatus {
  std::string code;
  std::string status;  ///< as the client says it
  std::string by;
  audit::Origin origin{};
};

/// Each change writes the device and its history in one transaction.
class Devices {
 public:
  explicit Devices(std::shared_ptr<seal::Sealer> sealer) : sealer_(std::move(sealer)) {}

  /// Of the serial number's partition. Errors: device_exists (another registration of the number is
  /// on its way, or the code is taken), device_failed.
  Result<SerialHolder> take_serial(const TakeSerial& order, UtcTime now, store::Transaction& tx);
  /// The registration that made the claim has ended.
  void leave(const std::string& claim_id) { on_their_way_.erase(claim_id); }
  /// Errors: device_failed.
  Result<Done> end_claim(const EndClaim& order, store::Transaction& tx);

  /// Of the code's partition. Errors: device_exists (the code is taken, or the claim was given up),
  /// device_failed.
  Result<Done> add(const AddDevice& order, UtcTime now, store::Transaction& tx);
  /// True when the device stands. Else no device comes of this claim any more, even when its order
  /// arrives later. Errors: device_failed.
  Result<bool> settle(const SettleClaim& order, store::Transaction& tx);

  /// Now or as of then, whatever its status. Errors: validate_no_device, validate_failed.
  Result<Device> read(const std::string& code, std::optional<UtcTime> as_of,
                      store::Transaction& tx);

  /// Errors, in this order: device_status_missing, device_status_invalid, device_status_not_found,
  /// those of may_become, device_status_failed.
  Result<Done> set_status(const ChangeStatus& order, UtcTime now, store::Transaction& tx);
  /// Errors: deregister_long, deregister_not_found, deregister_done, deregister_failed.
  Result<Done> deregister(const std::string& code, const Act& act, store::Transaction& tx);

  /// Forgets what it remembers; claims are then looked into.
  void forget() { on_their_way_.clear(); }

 private:
  /// Nothing inside: there is none. Error: it could not be read.
  store::Read<std::optional<Device>> find(const std::string& code, store::Transaction& tx);
  bool put(const Device& device, UtcTime now, store::Transaction& tx);

  std::shared_ptr<seal::Sealer> sealer_;
  /// Claims whose registration has not ended.
  std::unordered_set<std::string> on_their_way_;
};
}  // namespace device
