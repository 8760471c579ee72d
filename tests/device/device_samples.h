// tests/device/device_samples.h: a sealer, the shipped types, and a provider, service and device
// that fit together.
#pragma once
#include <fstream>
#include <iterator>
#include <memory>

#include "actors/device/device_rules.h"
#include "actors/device/device_types.h"
#include "actors/device/trust_rules.h"
#include "actors/seal/sealer.h"
#include "tests/fakes/seeded_random.h"

namespace device {
inline const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

inline std::shared_ptr<const DeviceTypes> shipped_types() {
  std::ifstream in{DEVICE_TYPE_TABLE};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  return std::make_shared<const DeviceTypes>(DeviceTypes::read(text).value());
}

/// One owner's sealers, before and after a restart.
struct SampleSeal {
  std::shared_ptr<seal::Sealer> sealer(store::Owner owner) {
    return std::make_shared<seal::Sealer>(master, random, owner);
  }
  SeededRandom random{3};
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
};

inline Company sample_company(const std::string& name = "Northwind") {
  Company company;
  company.name = name;
  company.address = "1 Harbour Road";
  company.email = "ops@example.org";
  company.contact = "9000000001";
  company.certificate_alias = "nwb";
  company.is_active = true;
  return company;
}

inline Mds sample_mds(const std::string& provider_id, const std::string& version = "v1") {
  Mds mds;
  mds.version = version;
  mds.provider_id = provider_id;
  mds.type_code = "Finger";
  mds.sub_type_code = "Single";
  mds.make = "NW10";
  mds.model = "F1";
  mds.software_created = noon - std::chrono::hours{24};
  mds.software_expires = noon + std::chrono::hours{24};
  mds.binary_hash = "a1b2c3";
  mds.is_active = true;
  return mds;
}

inline Device sample_device(const std::string& code = "code-1", const std::string& serial = "S1") {
  Device device;
  device.code = code;
  device.device_id = "id-1";
  device.sub_id = "1";
  device.firmware = "1.0";
  device.digital_id = {serial,        "Northwind", "provider-1",
                       "NW10",        "F1",        "2024-01-02T12:00:00.000Z",
                       "Fingerprint", "Single"};
  device.type_code = "Finger";
  device.sub_type_code = "Single";
  return device;
}
}  // namespace device
