// actors/cryptomanager/crypto_manager.h: what the endpoints of the crypto manager do, each call one
// job of the crypto pool.
#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/cryptomanager/argon2_hash.h"
#include "actors/cryptomanager/pin.h"

namespace cryptomanager {
/// Defaults: keys sheet 9.
struct Config {
  uint32_t pin_iterations = 100'000;  ///< mosip.kernel.crypto.hash-iteration
  /// mosip.keymanager.argon2.hash.generate.*
  crypto::Argon2Params argon2{.memory_kib = 65536, .iterations = 10, .parallelism = 2};
  std::shared_ptr<::Random> random = nullptr;  ///< null: crypto::SystemRandom
};

/// Keeps nothing; every call blocks for as long as it computes. Safe from many threads at once.
class CryptoManager {
 public:
  explicit CryptoManager(Config config);

  /// See pin.h.
  Result<std::string> encrypt_with_pin(const PinText& input) const;
  Result<std::string> decrypt_with_pin(const PinText& input) const;

  /// See argon2_hash.h. One at a time, for its memory's sake: further callers wait.
  Result<SaltedHash> argon2_hash(const HashRequest& request) const;

 private:
  Config config_;
  mutable std::mutex one_hash_;
};
}  // namespace cryptomanager
