// actors/audit/audit_owners.cc: one row a service; the compiler misses none.
#include "actors/audit/audit_owners.h"

namespace audit {
namespace {
constexpr unsigned services_end = 256;
}  // namespace

std::string_view service_name(store::Service service) {
  using enum store::Service;
  switch (service) {
    case system:
      return "system";
    case uin:
      return "uin";
    case rid:
      return "rid";
    case prid:
      return "prid";
    case vid:
      return "vid";
    case auth:
      return "auth";
    case license:
      return "license";
    case keymanager:
      return "keymanager";
    case partner:
      return "partner";
    case otp:
      return "otp";
    case outbox:
      return "outbox";
    case identity:
      return "identity";
    case store::Service::audit:
      return "audit";
    case device:
      return "device";
    case master_data:
      return "master-data";
    case prereg:
      return "prereg";
  }
  return {};
}

std::optional<store::Service> service_named(std::string_view name) {
  for (unsigned number = 0; number < services_end && !name.empty(); ++number) {
    const auto service = static_cast<store::Service>(number);
    if (service_name(service) == name) return service;
  }
  return std::nullopt;
}

std::vector<store::Owner> owners(uint16_t partitions) {
  std::vector<store::Owner> all;
  for (unsigned number = 0; number < services_end; ++number) {
    const auto service = static_cast<store::Service>(number);
    if (service_name(service).empty()) continue;
    for (uint16_t partition = 0; partition < partitions; ++partition)
      all.push_back({partition, service});
  }
  return all;
}
}  // namespace audit
