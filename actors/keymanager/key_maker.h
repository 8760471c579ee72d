// actors/keymanager/key_maker.h: making a key and its certificate, on a thread that may block.
#pragma once
#include <memory>

#include "actors/base/random.h"
#include "actors/keymanager/alternative_names.h"
#include "actors/keymanager/key_plan.h"
#include "actors/keymanager/private_keys.h"

namespace keymanager {
struct KeyMaker {
  std::shared_ptr<PrivateKeys> keys;
  std::shared_ptr<::Random> random;  ///< used by several threads at once
  AlternativeNamesOfKeys alternative_names{};

  /// The new version, not stored yet: only the keystore knows it. `now` begins its life, except
  /// that no key is younger than another of its name. Errors: those of PrivateKeys::open,
  /// key_crypto_failed, key_request_invalid (a subject that X.509 cannot hold).
  Result<KeyVersionPtr> make(const KeyRing& ring, const Generation& generation, UtcTime now) const;
};
}  // namespace keymanager
