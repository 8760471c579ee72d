// actors/cryptomanager/key_choice.cc: choosing by thumbprint, or by name.
#include "actors/cryptomanager/key_choice.h"

#include <algorithm>

#include "actors/base/text.h"

namespace cryptomanager {
namespace {
using keymanager::KeyName;
using keymanager::KeyRing;
using keymanager::KeyVersionPtr;

bool is_module_key(const KeyVersionPtr& version) { return version->name.reference_id.empty(); }

Result<KeyChoice> by_thumbprint(const KeyRing::Versions& found, const KeyName& name) {
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
  return KeyChoice{std::move(fitting)};
}

KeyVersionPtr oldest_given_up(const KeyRing::Versions& versions) {
  const auto found = std::ranges::find_if(versions, [](const KeyVersionPtr& version) {
    return version->kind == crypto::KeyKind::rsa && version->was_given_up();
  });
  return found == versions.end() ? nullptr : *found;
}

/// Those of `versions` that can decrypt, oldest first; of more than `most` the older and the newer
/// half.
std::vector<KeyVersionPtr> first_tries(const KeyRing::Versions& versions, size_t most) {
  std::vector<KeyVersionPtr> out;
  for (const KeyVersionPtr& version : versions)
    if (version->owns_private_key() && version->kind == crypto::KeyKind::rsa &&
        !version->was_given_up() && !keymanager::is_own(version->name.application_id))
      out.push_back(version);
  if (out.size() <= most) return out;
  const auto from = out.begin() + static_cast<std::ptrdiff_t>(most / 2);
  out.erase(from, from + static_cast<std::ptrdiff_t>(out.size() - most));
  return out;
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

Result<KeyChoice> keys_to_decrypt(const KeyRing& ring, const KeyName& name,
                                  const std::string& thumbprint) {
  if (!thumbprint.empty()) return by_thumbprint(ring.by_thumbprint(thumbprint), name);
  auto out = first_tries(ring.versions(name), tries_max);
  auto modules = first_tries(ring.module_keys(), tries_max);
  // A name of many versions leaves room for the modules, and the other way about.
  const size_t kept = tries_max / 2;
  const size_t of_modules = std::min(modules.size(), tries_max - std::min(out.size(), kept));
  out = first_tries(out, tries_max - of_modules);
  modules = first_tries(modules, of_modules);
  for (const KeyVersionPtr& version : modules)
    if (std::ranges::find(out, version) == out.end()) out.push_back(version);
  auto given_up = oldest_given_up(ring.versions(name));
  if (out.empty() && !given_up) return Errc::key_no_unique_alias;
  return KeyChoice{std::move(out), std::move(given_up)};
}
}  // namespace cryptomanager
