// http/reference_roles.cc: the reference's lists as data, and when they count.
#include "http/reference_roles.h"

#include <algorithm>
#include <array>

namespace http {
namespace {
/// What the reference lets into everything around keys.
constexpr std::string_view around_keys =
    "ZONAL_ADMIN,GLOBAL_ADMIN,INDIVIDUAL,ID_AUTHENTICATION,REGISTRATION_ADMIN,"
    "REGISTRATION_SUPERVISOR,REGISTRATION_OFFICER,REGISTRATION_PROCESSOR,PRE_REGISTRATION_ADMIN,"
    "RESIDENT";

constexpr std::string_view one_time_codes =
    "PRE_REGISTRATION_ADMIN,INDIVIDUAL,REGISTRATION_ADMIN,REGISTRATION_SUPERVISOR,"
    "ID_AUTHENTICATION,AUTH,RESIDENT,REGISTRATION_OFFICER";
constexpr std::string_view messages =
    "PRE_REGISTRATION_ADMIN,AUTH,ID_AUTHENTICATION,RESIDENT,REGISTRATION_ADMIN,"
    "REGISTRATION_OFFICER,REGISTRATION_PROCESSOR,REGISTRATION_SUPERVISOR,INDIVIDUAL";
constexpr std::string_view audits =
    "MASTERDATA_ADMIN,INDIVIDUAL,ID_AUTHENTICATION,REGISTRATION_ADMIN,REGISTRATION_SUPERVISOR,"
    "REGISTRATION_OFFICER,REGISTRATION_PROCESSOR,PRE_REGISTRATION,PRE_REGISTRATION_ADMIN,RESIDENT,"
    "ZONAL_ADMIN,GLOBAL_ADMIN,ID_REPOSITORY,HOTLIST_ADMIN";

constexpr std::string_view validating =
    "ZONAL_ADMIN,GLOBAL_ADMIN,ID_AUTHENTICATION,REGISTRATION_PROCESSOR,RESIDENT,DEVICE_PROVIDER,"
    "DEVICE_MANAGER";

struct Row {
  std::string_view property;
  std::string_view list;
  std::string_view more;  ///< beside the list
};
constexpr std::array rows{
    Row{"mosip.role.keymanager.postgeneratemasterkeyobjecttype", around_keys, "KEY_MAKER"},
    Row{"mosip.role.keymanager.getgetcertificate", around_keys, "KEY_MAKER"},
    Row{"mosip.role.keymanager.postgeneratecsr", around_keys, "KEY_MAKER"},
    Row{"mosip.role.keymanager.postuploadcertificate", around_keys, "KEY_MAKER"},
    Row{"mosip.role.keymanager.postuploadotherdomaincertificate", around_keys,
        "KEY_MAKER,PARTNER_ADMIN"},
    Row{"mosip.role.keymanager.postgeneratesymmetrickey", around_keys, ""},
    Row{"mosip.role.keymanager.putrevokekey", around_keys, ""},
    Row{"mosip.role.keymanager.getcertificatechain", around_keys, ""},
    Row{"mosip.role.keymanager.postencrypt", around_keys,
        "ID_REPOSITORY,CREDENTIAL_REQUEST,HOTLIST_ADMIN"},
    Row{"mosip.role.keymanager.postdecrypt", around_keys,
        "ID_REPOSITORY,CREDENTIAL_REQUEST,HOTLIST_ADMIN"},
    Row{"mosip.role.keymanager.postencryptwithpin", around_keys, ""},
    Row{"mosip.role.keymanager.postdecryptwithpin", around_keys, ""},
    Row{"mosip.role.keymanager.postgenerateargon2hash", around_keys, ""},
    Row{"mosip.role.keymanager.postsign", around_keys, ""},
    Row{"mosip.role.keymanager.postvalidate", around_keys, ""},
    Row{"mosip.role.keymanager.postjwtsign", around_keys, ""},
    Row{"mosip.role.keymanager.postjwtverify", around_keys, ""},
    Row{"mosip.role.keymanager.postjwssign", around_keys, "CREDENTIAL_ISSUANCE"},
    Row{"mosip.role.keymanager.postsignv2", around_keys, "CREDENTIAL_ISSUANCE"},
    Row{"mosip.role.keymanager.postsignrawdata", around_keys, "CREDENTIAL_ISSUANCE"},
    Row{"mosip.role.keymanager.postlicensegenerate", around_keys, ""},
    Row{"mosip.role.kernel.postotpgenerate", one_time_codes, ""},
    Row{"mosip.role.kernel.getotpvalidate", one_time_codes, ""},
    Row{"mosip.role.kernel.postsmssend", messages, ""},
    Row{"mosip.role.kernel.postemailsend", messages, "ZONAL_ADMIN"},
    Row{"mosip.role.kernel.postaudits", audits, ""},
    Row{"mosip.role.admin.postdeviceprovidermanagementvalidate", validating, ""},
};

const Row* row_of(std::string_view property) {
  const auto* row = std::find_if(rows.begin(), rows.end(),
                                 [&](const Row& one) { return one.property == property; });
  return row == rows.end() ? nullptr : row;
}

const config::Config& defaults() {
  static const config::Config all;
  return all;
}

std::vector<std::string> list_of(const std::string* value) {
  return value == nullptr ? std::vector<std::string>{} : config::split_list(*value);
}

/// The property has the reference's list now.
bool is_reference(const config::Config& config, std::string_view property) {
  const std::string* value = config.find(property);
  return config.flag("idkernel.auth.reference-roles") && value != nullptr &&
         *value == *defaults().find(property);
}
}  // namespace

std::vector<std::string> reference_roles(std::string_view property) {
  const Row* row = row_of(property);
  if (row == nullptr) return {};
  return config::split_list(std::string{row->list} + ',' + std::string{row->more});
}

std::vector<std::string> roles_of(const config::Config& config, std::string_view property) {
  if (is_reference(config, property)) {
    if (auto roles = reference_roles(property); !roles.empty()) return roles;
  }
  return list_of(config.find(property));
}

std::vector<std::string> reference_role_warnings(const config::Config& config) {
  std::string properties;
  for (const Row& row : rows) {
    if (is_reference(config, row.property)) properties += ' ' + std::string{row.property};
  }
  if (properties.empty()) return {};
  return {"idkernel.auth.reference-roles: anyone with a phone (INDIVIDUAL, RESIDENT) may use" +
          properties};
}
}  // namespace http
