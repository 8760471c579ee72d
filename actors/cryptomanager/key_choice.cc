// actors/cryptomanager/key_choice.cc: choosing by thumbprint, or by name.
#include "actors/cryptomanager/key_choice.h"

#include "actors/base/text.h"

namespace cryptomanager {
namespace {
using keymanager::KeyName;
using keymanager::KeyRing;
using keymanager::KeyVersionPtr;

bool is_module_key(const KeyVersionPtr& version) { return version->name.reference_id.empty(); }

Result<std::vector<KeyVersionPtr>> by_thumbprint(const KeyRing::Versions& found,
                                                 const KeyName& name) {
  if (found.empty()) return Errc::key_thumbprint_unknown;
  std::vector<KeyVersionPtr> fitting;
  for (const KeyVersionPtr& version : found) {
    const bool is_of_application = version->name.application_id == name.application_id;
    if (is_of_application && (is_module_key(version) || version->name == name))
      fitting.push_back(version);
  }
  if (fitting.empty()) return Errc::key_thumbprint_mismatch;
  if (fitting.size() > 1) return Errc::key_thumbprint_ambiguous;
  if (!fitting.front()->owns_private_key()) return Errc::key_decrypt_other_domain;
  return fitting;
}
}  // namespace

std::optional<Fault> refusal_of_encrypt(const KeyName& name) {
  if (keymanager::is_own(name.application_id)) return Fault{Errc::key_operation_refused, {}};
  const std::string reference = text::in_capitals(name.reference_id);
  const bool is_of_kernel = text::in_capitals(name.application_id) == "KERNEL" &&
                            (reference == "SIGN" || reference == "IDENTITY_CACHE");
  if (reference.empty() || is_of_kernel) return Fault{Errc::crypto_master_key, {}};
  return std::nullopt;
}

std::optional<Fault> refusal_of_decrypt(const KeyName& name) {
  if (keymanager::is_own(name.application_id)) return Fault{Errc::key_operation_refused, {}};
  if (keymanager::policy_of(name.application_id) == nullptr)
    return Fault{Errc::crypto_access_refused, {}};
  return std::nullopt;
}

Result<std::vector<KeyVersionPtr>> keys_to_decrypt(const KeyRing& ring, const KeyName& name,
                                                   const std::string& thumbprint) {
  if (!thumbprint.empty()) return by_thumbprint(ring.by_thumbprint(thumbprint), name);
  std::vector<KeyVersionPtr> out;
  const auto add = [&](const KeyVersionPtr& version) {
    if (out.size() < tries_max && version->owns_private_key() &&
        version->kind == crypto::KeyKind::rsa && !keymanager::is_own(version->name.application_id))
      out.push_back(version);
  };
  for (const KeyVersionPtr& version : ring.versions(name)) add(version);
  for (const KeyVersionPtr& version : ring.module_keys()) add(version);
  if (out.empty()) return Errc::key_no_unique_alias;
  return out;
}
}  // namespace cryptomanager
