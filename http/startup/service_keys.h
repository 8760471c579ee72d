// http/startup/service_keys.h: the wrapping keys that pre-registration has of its own: encrypted
// for the key manager's PRE_REGISTRATION, one a version of it.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "actors/base/expected.h"
#include "actors/keymanager/key_ring.h"
#include "actors/keymanager/private_keys.h"
#include "actors/seal/service_keys.h"
#include "crypto/random.h"
#include "http/startup/beside.h"
#include "store/batch.h"
#include "store/transaction.h"
#include "store/view.h"

namespace startup {
/// `key` encrypted for `version`; nothing when its certificate does not serve for that.
std::optional<seal::KeptStoreKey> encrypted_for(const keymanager::KeyVersion& version,
                                                const crypto::SecureBytes& key);
/// The key in `kept`. Blocks. Errors: texts for the operator.
Expected<crypto::SecureBytes, std::string> opened_with(const seal::KeptStoreKey& kept,
                                                       const keymanager::KeyRing& ring,
                                                       keymanager::PrivateKeys& keys);

/// Those that the store has. The newest service_keys_opened are opened, so that no request waits
/// for that, and `step` is told of each; one that does not open is logged, and asked for again when
/// it is needed. Errors: texts for the operator.
Expected<std::shared_ptr<seal::ServiceKeys>, std::string> stored_service_keys(
    const store::View& view, keymanager::KeyRingPtr ring,
    std::shared_ptr<keymanager::PrivateKeys> keys, const Step& step = {});
inline constexpr size_t service_keys_opened = 64;

/// Aliases of the key versions that the store has a service key for. Errors: texts for the
/// operator.
Expected<std::set<std::string>, std::string> service_key_aliases(const store::View& view);
/// Where the service key is kept that is encrypted for the version `alias`, in the system rows.
std::string service_key_at(const std::string& alias);

/// Why a service key of a store does not open; empty: each does.
std::string service_key_fault(const store::View& view, const keymanager::KeyRing& ring,
                              keymanager::PrivateKeys& keys);

/// Makes the service key of each new version of PRE_REGISTRATION. For one thread.
class ServiceKeyMaker {
 public:
  explicit ServiceKeyMaker(std::shared_ptr<seal::ServiceKeys> keys) : keys_(std::move(keys)) {}

  /// At the start, for a newest version that has none: the store is of an earlier form. What
  /// answers is to be written; then `published`. Nothing for a version that does not open what is
  /// encrypted for it, as `opens` says: its private half is lost.
  std::optional<store::Batch> missing(const keymanager::KeyRing& ring,
                                      const std::function<bool(const seal::KeptStoreKey&)>& opens);
  /// For keymanager::Config::stored_with: in the commit of the version, so that there is never one
  /// without the other.
  void stored_with(const keymanager::KeyVersion& version, store::Transaction& tx);
  /// For keymanager::Config::published: what is durable is used from now on.
  void published(const keymanager::KeyRing& ring);

 private:
  struct Pending {
    seal::KeptStoreKey kept;
    seal::ServiceKeys::Key key;
  };
  /// Nothing when the version is none that a service key is made for.
  const Pending* made_for(const keymanager::KeyVersion& version);

  std::shared_ptr<seal::ServiceKeys> keys_;
  crypto::SystemKeyRandom random_;
  std::deque<Pending> pending_;  ///< made, and not known to be durable
};
}  // namespace startup
