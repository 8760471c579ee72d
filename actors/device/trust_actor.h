// actors/device/trust_actor.h: what the owner of providers and services is asked, and how it is
// made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <optional>
#include <string>

#include "actors/base/origin.h"
#include "actors/device/trust_state.h"
#include "actors/partition/partition.h"

namespace device {
/// A company is added, or changed when it has an id.
struct CompanyOrder {
  CompanyKind kind = CompanyKind::provider;
  Company company;
  std::string by;
  audit::Origin origin{};
};
/// A device service is added, or changed when it has an id; then `is_active` may be left out.
struct MdsOrder {
  Mds mds;
  std::optional<bool> is_active;
  std::string by;
  audit::Origin origin{};
};

using company_atom = caf::atom_constant<caf::atom("tru_firm")>;
using mds_atom = caf::atom_constant<caf::atom("tru_mds")>;
using vouch_atom = caf::atom_constant<caf::atom("tru_vouch")>;
using check_atom = caf::atom_constant<caf::atom("tru_check")>;
}  // namespace device

// They hold addresses and times and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::CompanyOrder)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::MdsOrder)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::MakerQuestion)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(device::ServiceQuestion)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<device::Company>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<device::Mds>)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(Result<device::Vouchers>)

namespace device {
/// Errors: those of Trust.
using TrustActor =
    caf::typed_actor<caf::replies_to<company_atom, CompanyOrder>::with<Result<Company>>,
                     caf::replies_to<mds_atom, MdsOrder>::with<Result<Mds>>,
                     caf::replies_to<vouch_atom, MakerQuestion>::with<Result<Vouchers>>,
                     caf::replies_to<check_atom, ServiceQuestion>::with<Result<Done>>>;

struct TrustConfig {
  std::shared_ptr<const DeviceTypes> types;
  std::shared_ptr<Random> random;  ///< this actor's own
};

/// For spawn; one in the process. Replies leave after the journal has made their writes durable.
TrustActor::behavior_type trust(TrustActor::pointer self, TrustConfig config, partition::Host host,
                                Clock clock);
}  // namespace device
