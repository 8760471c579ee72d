// actors/partner/certificate_rows.cc: what is read out of a certificate.
#include "actors/partner/certificate_rows.h"

#include <array>
#include <utility>

namespace partner {
namespace {
std::string text_of_name(const crypto::Name& name) {
  const std::array<std::pair<const char*, const std::string*>, 6> parts{
      {{"CN=", &name.common_name},
       {"OU=", &name.organization_unit},
       {"O=", &name.organization},
       {"L=", &name.location},
       {"ST=", &name.state},
       {"C=", &name.country}}};
  std::string out;
  for (const auto& [key, value] : parts) {
    if (value->empty()) continue;
    if (!out.empty()) out += ',';
    out.append(key).append(*value);
  }
  return out;
}
}  // namespace

Facts facts_of(const crypto::Certificate& certificate) {
  return {certificate.sha1_hex(),
          text_of_name(certificate.subject()),
          text_of_name(certificate.issuer()),
          certificate.subject_hash(),
          {certificate.not_before(), certificate.not_after()}};
}
}  // namespace partner
