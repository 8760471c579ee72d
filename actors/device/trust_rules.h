// actors/device/trust_rules.h: who makes devices, who vouches for them, which software serves them
// (devices sheet A.2, A.3).
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/error.h"
#include "actors/device/stamp.h"

namespace device {
/// A device provider or a foundational trust provider: they say the same of themselves.
struct Company {
  std::string id;  ///< UUID
  std::string name;
  std::string address;
  std::string email;
  std::string contact;
  std::string certificate_alias;
  bool is_active = false;
  Stamp stamp;

  friend bool operator==(const Company&, const Company&) = default;
};

/// Numbers are letters of stored keys and never change.
enum class CompanyKind : char { provider = 'P', trust_provider = 'F' };

/// A MOSIP device service: the software between devices and clients.
struct Mds {
  std::string id;  ///< UUID
  std::string version;
  std::string provider_id;
  std::string type_code;
  std::string sub_type_code;
  std::string make;
  std::string model;
  UtcTime software_created{};
  UtcTime software_expires{};
  std::string binary_hash;
  bool is_active = false;
  Stamp stamp;

  friend bool operator==(const Mds&, const Mds&) = default;
};

/// What no two rows may say; nothing when the row claims nothing. A device provider: name and
/// address, while it is active.
std::optional<std::string> provider_claim(const Company& provider);
/// Every text but the contact, and whether it is active.
std::optional<std::string> trust_provider_claim(const Company& trust_provider);
/// Version, provider, type, sub type, make, model.
std::optional<std::string> mds_claim(const Mds& mds);
struct ServiceQuestion;
/// What the service claims that serves the device of `question`.
std::string claim_for(const ServiceQuestion& question);

/// How the orders of one kind of company fail.
struct CompanyErrors {
  Errc exists, failed, unknown, change_failed;
};
constexpr CompanyErrors errors_of(CompanyKind kind) {
  if (kind == CompanyKind::provider)
    return {Errc::provider_exists, Errc::provider_failed, Errc::provider_unknown,
            Errc::provider_change_failed};
  return {Errc::trust_provider_exists, Errc::trust_provider_failed, Errc::trust_provider_unknown,
          Errc::trust_provider_change_failed};
}

/// A device that wants to be registered names its maker and, if it is of level L1, who vouches.
struct MakerQuestion {
  std::string provider_id;
  std::string provider_name;
  std::string trust_provider_id;  ///< empty: nobody is named
};
/// The names of their certificates.
struct Vouchers {
  std::string provider_alias;
  std::string trust_provider_alias;
};

/// A registered device, and the software that claims to speak for it.
struct ServiceQuestion {
  std::string provider_id;  ///< as the client says
  std::string version;
  std::string device_provider_id;  ///< this and the rest as the device is registered
  std::string type_code;
  std::string sub_type_code;
  std::string make;
  std::string model;
  std::optional<UtcTime> as_of;  ///< nothing: now
};
/// Whether `mds` serves the device of `question`.
bool serves(const Mds& mds, const ServiceQuestion& question);
}  // namespace device
