// actors/keymanager/key_maker.h: making a key and its certificate, on a thread that may block.
#pragma once
#include <memory>

#include "actors/base/random.h"
#include "actors/keymanager/alternative_names.h"
#include "actors/keymanager/key_plan.h"
#include "actors/keymanager/private_keys.h"

namespace keymanager {
using SoftKeyPtr = std::shared_ptr<const crypto::SoftPrivateKey>;

struct KeyMaker {
  std::shared_ptr<PrivateKeys> keys;
  std::shared_ptr<::Random> random;  ///< used by several threads at once
  AlternativeNamesOfKeys alternative_names{};

  /// A pair for a version that will be Kept::wrapped, made in this process. Errors:
  /// key_crypto_failed.
  static Result<SoftKeyPtr> pair_for(const Generation& generation);

  /// The new version, not stored yet: only the keystore knows it. `now` begins its life, except
  /// that no key is younger than another of its name. `pair` is what pair_for answered; null: it is
  /// made here. Errors: those of PrivateKeys::open, key_crypto_failed, key_request_invalid (a
  /// subject that X.509 cannot hold).
  Result<KeyVersionPtr> make(const KeyRing& ring, const Generation& generation, UtcTime now,
                             const SoftKeyPtr& pair = nullptr) const;
};
}  // namespace keymanager
