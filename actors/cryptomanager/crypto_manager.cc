// actors/cryptomanager/crypto_manager.cc: the functions of this folder under their configuration.
#include "actors/cryptomanager/crypto_manager.h"

#include "crypto/random.h"

namespace cryptomanager {
CryptoManager::CryptoManager(Config config) : config_(std::move(config)) {
  if (!config_.random) config_.random = std::make_shared<crypto::SystemRandom>();
}

Result<std::string> CryptoManager::encrypt_with_pin(const PinText& input) const {
  return lock_with_pin(input, config_.pin_iterations, *config_.random);
}

Result<std::string> CryptoManager::decrypt_with_pin(const PinText& input) const {
  return unlock_with_pin(input, config_.pin_iterations);
}

Result<SaltedHash> CryptoManager::argon2_hash(const HashRequest& request) const {
  const std::lock_guard alone{one_hash_};
  return salted_hash(request, config_.argon2, *config_.random);
}
}  // namespace cryptomanager
