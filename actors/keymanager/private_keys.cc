// actors/keymanager/private_keys.cc: opening keys, in the keystore or wrapped.
#include "actors/keymanager/private_keys.h"

#include "actors/keymanager/wrapped_key.h"

namespace keymanager {
Fault fault_of(keystore::Errc errc, const std::string& alias, const std::string& reason) {
  switch (errc) {
    case keystore::Errc::no_such_alias:
      return {Errc::keystore_no_alias, {alias}};
    case keystore::Errc::not_supported:
      return {Errc::keystore_unsupported, {}};
    case keystore::Errc::offline:
      return {Errc::keystore_offline, {}};
    case keystore::Errc::unavailable:
    case keystore::Errc::failed:
      break;
  }
  return {Errc::keystore_failed, {reason.empty() ? "it refused" : reason}};
}

Fault fault_of(crypto::Errc errc) {
  if (errc == crypto::Errc::unavailable)
    return {Errc::keystore_failed, {"it does not answer at present"}};
  return {Errc::key_crypto_failed, {"the operation failed"}};
}

Result<crypto::PrivateKeyPtr> PrivateKeys::open(const KeyRing& ring, const KeyVersion& version) {
  if (auto key = find(version.alias)) return key;
  auto opened = open_anew(ring, version);
  if (opened.ok()) remember(version.alias, opened.value());
  return opened;
}

Result<crypto::PrivateKeyPtr> PrivateKeys::open_anew(const KeyRing& ring,
                                                     const KeyVersion& version) {
  if (version.kept == Kept::wrapped) return unwrapped(ring, version);
  if (version.kept != Kept::keystore) return Errc::key_no_unique_alias;
  auto opened = keystore_->open(version.alias, version.record);
  if (!opened.ok()) return fault_of(opened.error(), version.alias, keystore_->fault());
  return std::move(opened).value();
}

Result<crypto::PrivateKeyPtr> PrivateKeys::unwrapped(const KeyRing& ring,
                                                     const KeyVersion& version) {
  const KeyVersionPtr module = ring.by_alias(version.module_alias);
  if (!module || module->kept != Kept::keystore) return Errc::key_no_unique_alias;
  const auto module_key = open(ring, *module);
  if (!module_key.ok()) return module_key.faults();
  const auto der = unwrap_key(*module_key.value(), version.record);
  if (!der.ok()) return fault_of(der.error());
  auto key = crypto::SoftPrivateKey::from_pkcs8_der(der.value().span());
  if (!key.ok()) return fault_of(key.error());
  return crypto::PrivateKeyPtr{std::move(key).value()};
}

crypto::PrivateKeyPtr PrivateKeys::find(const std::string& alias) {
  const std::lock_guard lock{mutex_};
  const auto found = by_alias_.find(alias);
  if (found == by_alias_.end()) return nullptr;
  opened_.splice(opened_.begin(), opened_, found->second);
  return found->second->key;
}

void PrivateKeys::remember(const std::string& alias, crypto::PrivateKeyPtr key) {
  const std::lock_guard lock{mutex_};
  if (by_alias_.contains(alias)) return;
  opened_.push_front({alias, std::move(key)});
  by_alias_.emplace(alias, opened_.begin());
  if (opened_.size() <= opened_max) return;
  by_alias_.erase(opened_.back().alias);
  opened_.pop_back();
}
}  // namespace keymanager
