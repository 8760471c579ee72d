// http/startup/token_key_set.cc: which versions still count.
#include "http/startup/token_key_set.h"

namespace startup {
namespace {
using keymanager::KeyRing;
using keymanager::KeyVersion;

const KeyRing::Versions& token_versions(const KeyRing& ring) {
  return ring.versions({std::string{keymanager::token_application}, ""});
}

/// Whether the token key that `count` younger ones follow must verify: the newest two always do,
/// others while tokens from before `signed_until` may live.
bool counts(size_t count, UtcTime signed_until, std::chrono::seconds tokens_live, UtcTime now) {
  return count < 2 || signed_until + tokens_live > now;
}

Expected<auth::TokenKey, Fault> signing_key(keymanager::PrivateKeys& keys,
                                            const KeyVersion& version) {
  const auto der = keys.own().export_pkcs8(version.alias, version.record);
  if (!der.ok()) return keymanager::fault_of(der.error(), version.alias, keys.own().fault());
  auto key = crypto::RsaPrivateKey::from_pkcs8_der(der.value());
  if (!key.ok()) return Fault{Errc::key_internal, {}};
  auto named = auth::token_key_of(std::move(key).value());
  if (!named.ok()) return Fault{Errc::key_internal, {}};
  return std::move(named).value();
}

Expected<auth::VerifyKey, Fault> verify_key(const KeyVersion& version) {
  const auto certificate = version.parsed();
  if (!certificate.ok()) return Fault{Errc::key_internal, {}};
  const auto key = certificate.value().public_key();
  if (!key.ok()) return Fault{Errc::key_internal, {}};
  auto rsa = crypto::RsaPublicKey::from_spki_der(key.value().spki_der());
  if (!rsa.ok()) return Fault{Errc::key_internal, {}};
  return auth::verify_key_of(std::move(rsa).value());
}
}  // namespace

Result<auth::TokenKeySetPtr> token_key_set(const keymanager::KeyRing& ring,
                                           keymanager::PrivateKeys& keys,
                                           std::chrono::seconds tokens_live, UtcTime now) {
  const auto& versions = token_versions(ring);
  if (versions.empty()) return Errc::key_not_generated;
  auto current = signing_key(keys, *versions.back());
  if (!current.ok()) return Faults{current.error()};
  std::vector<auth::VerifyKey> verify;
  UtcTime signed_until = now;  // The newest counts whatever the time.
  for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
    if (!counts(verify.size(), signed_until, tokens_live, now)) break;
    if (verify.size() == verify_keys_max) break;
    auto key = verify_key(**version);
    if (!key.ok()) return Faults{key.error()};
    verify.push_back(std::move(key).value());
    signed_until = (*version)->life.generated;
  }
  return auth::key_set_of(std::move(current).value(), std::move(verify));
}

bool one_more_drops_a_key(const KeyRing& ring, std::chrono::seconds tokens_live, UtcTime now) {
  size_t count = 1;  // The new one.
  UtcTime signed_until = now;
  const auto& versions = token_versions(ring);
  for (auto version = versions.rbegin(); version != versions.rend(); ++version, ++count) {
    if (!counts(count, signed_until, tokens_live, now)) return false;
    if (count == verify_keys_max) return true;
    signed_until = (*version)->life.generated;
  }
  return false;
}

std::optional<Fault> fault_of_token_key(const KeyVersion& version, keymanager::PrivateKeys& keys) {
  if (const auto signer = signing_key(keys, version); !signer.ok()) return signer.error();
  if (const auto verifier = verify_key(version); !verifier.ok()) return verifier.error();
  return std::nullopt;
}
}  // namespace startup
