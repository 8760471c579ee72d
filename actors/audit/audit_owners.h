// actors/audit/audit_owners.h: whose chains there are.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "store/owner.h"

namespace audit {
/// As reports name a service. Empty for a number that is no service.
std::string_view service_name(store::Service service);
std::optional<store::Service> service_named(std::string_view name);

/// Every (service, partition) that may have a chain, in the order of `before`.
std::vector<store::Owner> owners(uint16_t partitions);

/// By service, then by partition: the order of reports, and of records of one millisecond.
inline bool before(store::Owner a, store::Owner b) {
  return a.service != b.service ? a.service < b.service : a.partition < b.partition;
}
}  // namespace audit
