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

static Result<crypto::PrivateKeyPtr> opened_in(keystore::Keystore& keystore,
                                               const KeyVersion& version) {
  auto opened = keystore.open(version.alias, version.record);
  if (!opened.ok()) return fault_of(opened.error(), version.alias, keystore.fault());
  return std::move(opened).value();
}

Result<crypto::PrivateKeyPtr> PrivateKeys::open(const KeyRing& ring, const KeyVersion& version) {
  if (auto key = opened_.find(version.alias)) return *key;
  auto opened = open_anew(ring, version);
  if (opened.ok()) opened_.remember(version.alias, opened.value());
  return opened;
}

bool PrivateKeys::waits_for_device(const KeyVersion& version) {
  if (keystore_->device_calls_max() == 0) return false;
  if (version.kept == Kept::keystore) return true;
  return version.kept == Kept::wrapped && !version.was_given_up() && !opened_.find(version.alias);
}

Result<crypto::PrivateKeyPtr> PrivateKeys::open_anew(const KeyRing& ring,
                                                     const KeyVersion& version) {
  if (version.kept == Kept::wrapped) return unwrapped(ring, version);
  if (version.kept == Kept::sealed) return opened_in(*own_, version);
  if (version.kept != Kept::keystore) return Errc::key_no_unique_alias;
  auto opened = opened_in(*keystore_, version);
  // The store's own key was made before another keystore was configured: its row still has it.
  if (!opened.ok() && is_own(version.name.application_id) && !version.record.empty())
    return opened_in(*own_, version);
  return opened;
}

Result<crypto::PrivateKeyPtr> PrivateKeys::unwrapped(const KeyRing& ring,
                                                     const KeyVersion& version) {
  if (version.was_given_up()) return Fault{Errc::keystore_no_alias, {version.alias}};
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
}  // namespace keymanager
