// actors/device/device_actor.h: what a partition of devices is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <optional>
#include <string>

#include "actors/device/device_state.h"
#include "actors/partition/partition.h"

namespace device {
struct ReadDevice {
  std::string code;
  std::optional<UtcTime> as_of;  ///< nothing: now
};
struct Deregister {
  std::string code;
  std::string by;
  audit::Origin origin{};
};

using take_atom = caf::atom_constant<caf::atom("dev_take")>;
using end_atom = caf::atom_constant<caf::atom("dev_end")>;
using add_atom = caf::atom_constant<caf::atom("dev_add")>;
using settle_atom = caf::atom_constant<caf::atom("dev_settle")>;
using read_atom = caf::atom_constant<caf::atom("dev_read")>;
using status_atom = caf::atom_constant<caf::atom("dev_status")>;
using retire_atom = caf::atom_constant<caf::atom("dev_retire")>;
}  // namespace device

// They hold times and who acts, and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::TakeSerial)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::EndClaim)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::AddDevice)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::SettleClaim)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::ReadDevice)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::ChangeStatus)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::Deregister)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<device::SerialHolder>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<device::Device>)

namespace device {
/// Errors: those of Devices. dev_take and dev_end go to the serial number's partition, the others
/// to the code's.
using DeviceActor =
    caf::typed_actor<caf::replies_to<take_atom, TakeSerial>::with<Result<SerialHolder>>,
                     caf::replies_to<end_atom, EndClaim>::with<Result<Done>>,
                     caf::replies_to<add_atom, AddDevice>::with<Result<Done>>,
                     caf::replies_to<settle_atom, SettleClaim>::with<Result<bool>>,
                     caf::replies_to<read_atom, ReadDevice>::with<Result<Device>>,
                     caf::replies_to<status_atom, ChangeStatus>::with<Result<Done>>,
                     caf::replies_to<retire_atom, Deregister>::with<Result<Done>>>;

/// For spawn. Replies leave after the journal has made their writes durable.
DeviceActor::behavior_type partition(DeviceActor::pointer self, partition::Host host, Clock clock);
}  // namespace device
