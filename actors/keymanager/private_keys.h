// actors/keymanager/private_keys.h: the keys of versions, opened for use and remembered.
#pragma once
#include <memory>
#include <string>

#include "actors/base/result.h"
#include "actors/keymanager/key_ring.h"
#include "actors/keymanager/recent_keys.h"
#include "crypto/keystore/keystore.h"
#include "crypto/private_key.h"

namespace keymanager {
/// The fault that a client is told. Of the decrypting ones only the caller knows the right code.
Fault fault_of(keystore::Errc errc, const std::string& alias, const std::string& reason);
Fault fault_of(crypto::Errc errc);

/// Safe to use from many threads at once.
class PrivateKeys {
 public:
  /// Opened keys that are kept; beyond it the one unused for longest is closed. An RSA key takes
  /// some 10 KiB.
  static constexpr size_t opened_max = 4096;

  /// `own` opens and makes what is sealed under the master key; null: `keystore` does that, too.
  explicit PrivateKeys(std::shared_ptr<keystore::Keystore> keystore,
                       std::shared_ptr<keystore::Keystore> own = nullptr)
      : keystore_(std::move(keystore)), own_(own ? std::move(own) : keystore_) {}

  /// The private half of `version`; `ring` knows its module. Blocks: for threads of the crypto
  /// pool. Errors: keystore_failed, keystore_no_alias, keystore_offline, keystore_unsupported,
  /// key_crypto_failed (a record that the module's key does not open), key_no_unique_alias (there
  /// is no private half).
  Result<crypto::PrivateKeyPtr> open(const KeyRing& ring, const KeyVersion& version);

  /// Whether open() or the use of what it answers may have to wait for a device. A key that was
  /// opened and is used in this process is kept for some thousand openings of others from now.
  bool waits_for_device(const KeyVersion& version);

  keystore::Keystore& keystore() const { return *keystore_; }
  /// The keystore of Kept::sealed.
  keystore::Keystore& own() const { return *own_; }

 private:
  Result<crypto::PrivateKeyPtr> open_anew(const KeyRing& ring, const KeyVersion& version);
  Result<crypto::PrivateKeyPtr> unwrapped(const KeyRing& ring, const KeyVersion& version);

  std::shared_ptr<keystore::Keystore> keystore_;
  std::shared_ptr<keystore::Keystore> own_;
  RecentKeys<crypto::PrivateKeyPtr> opened_{opened_max};
};
}  // namespace keymanager
