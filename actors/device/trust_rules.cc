// actors/device/trust_rules.cc: claims are texts with their lengths, so that no two differ alike.
#include "actors/device/trust_rules.h"

#include <initializer_list>

#include "actors/device/record_codec.h"

namespace device {
static std::string joined(std::initializer_list<std::string_view> texts) {
  std::string claim;
  for (const auto text : texts) put_long(claim, text);
  return claim;
}

std::optional<std::string> provider_claim(const Company& provider) {
  if (!provider.is_active) return std::nullopt;
  return joined({provider.name, provider.address});
}

std::optional<std::string> trust_provider_claim(const Company& one) {
  return joined({one.name, one.email, one.address, one.certificate_alias,
                 one.is_active ? "active" : "inactive"});
}

std::optional<std::string> mds_claim(const Mds& mds) {
  return joined(
      {mds.version, mds.provider_id, mds.type_code, mds.sub_type_code, mds.make, mds.model});
}

std::string claim_for(const ServiceQuestion& question) {
  return joined({question.version, question.device_provider_id, question.type_code,
                 question.sub_type_code, question.make, question.model});
}

bool serves(const Mds& mds, const ServiceQuestion& question) {
  return mds.is_active && mds.version == question.version &&
         mds.provider_id == question.device_provider_id && mds.type_code == question.type_code &&
         mds.sub_type_code == question.sub_type_code && mds.make == question.make &&
         mds.model == question.model;
}
}  // namespace device
