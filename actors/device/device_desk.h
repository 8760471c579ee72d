// actors/device/device_desk.h: what more than one owner has a say in: registering a device, and
// whether one may be trusted.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "actors/device/device_actor.h"
#include "actors/device/device_types.h"
#include "actors/device/registration.h"
#include "actors/device/trust_actor.h"

namespace device {
/// A registration that its makers stand for, with its code drawn: ready to be signed and stored.
struct Prepared {
  Device device;
  Vouchers vouchers;
};
struct Register {
  Device device;
  std::string by;
  audit::Origin origin{};
};

using prepare_atom = caf::atom_constant<caf::atom("dsk_prep")>;
using register_atom = caf::atom_constant<caf::atom("dsk_reg")>;
using trusted_atom = caf::atom_constant<caf::atom("dsk_trust")>;
}  // namespace device

// They hold times and who acts, and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::Registration)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::Register)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::Validation)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<device::Prepared>)

namespace device {
/// - dsk_prep: errors device_no_provider, device_missing, device_no_type, device_no_sub_type,
///   device_not_listed.
/// - dsk_reg: durable on return; of many that register one serial number or code, one succeeds.
///   Errors: device_exists, device_failed.
/// - dsk_trust: steps 1 to 6 of devices sheet A.3.8. Errors: validate_no_device, validate_retired,
///   those of Trust::check and of differences, validate_failed.
using DeviceDesk =
    caf::typed_actor<caf::replies_to<prepare_atom, Registration>::with<Result<Prepared>>,
                     caf::replies_to<register_atom, Register>::with<Result<Done>>,
                     caf::replies_to<trusted_atom, Validation>::with<Result<Done>>>;

struct DeskConfig {
  std::shared_ptr<const DeviceTypes> types;
  bool has_white_list = false;  ///< registration devices must be of types->listed()
  std::vector<DeviceActor> partitions;
  TrustActor trust;
  std::shared_ptr<Random> random;  ///< this actor's own
};

/// For spawn. It keeps nothing but what is under way.
DeviceDesk::behavior_type device_desk(DeviceDesk::pointer self, DeskConfig config);
}  // namespace device
