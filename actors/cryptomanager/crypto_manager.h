// actors/cryptomanager/crypto_manager.h: what the endpoints of the crypto manager do, each call one
// job of the crypto pool.
#pragma once
#include <memory>
#include <string>

#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/cryptomanager/argon2_hash.h"
#include "actors/cryptomanager/jwt_cipher.h"
#include "actors/cryptomanager/pin.h"
#include "actors/keymanager/private_keys.h"
#include "actors/keymanager/public_keys.h"

namespace cryptomanager {
/// Defaults: keys sheet 9.
struct Config {
  uint32_t pin_iterations = 100'000;  ///< mosip.kernel.crypto.hash-iteration
  /// mosip.keymanager.argon2.hash.generate.*
  crypto::Argon2Params argon2{.memory_kib = 65536, .iterations = 10, .parallelism = 2};
  std::shared_ptr<::Random> random = nullptr;  ///< null: crypto::SystemRandom
  std::shared_ptr<keymanager::PrivateKeys> private_keys = nullptr;
  std::shared_ptr<keymanager::PublicKeys> public_keys = nullptr;  ///< null: its own
  bool jwt_must_be_json = true;  ///< mosip.kernel.keymanager.jwtEncrypt.validate.json
};

/// What encrypt and decrypt are given, in base64; empty salt and aad are none.
struct CipherText {
  std::string data;
  std::string salt;
  std::string aad;
};

/// Keeps nothing; every call blocks for as long as it computes. Safe from many threads at once.
class CryptoManager {
 public:
  explicit CryptoManager(Config config);

  /// What `data` (base64) becomes for `version`, base64url. Errors: crypto_data_invalid, those of
  /// encrypt, of PublicKeys.
  Result<std::string> encrypt(const keymanager::KeyVersion& version, const CipherText& text) const;
  /// The bytes of an envelope, base64url. Errors: crypto_data_invalid (no envelope), those of
  /// keys_to_decrypt, of PrivateKeys, of decrypt.
  Result<std::string> decrypt(const keymanager::KeyRing& ring, const keymanager::KeyName& name,
                              const CipherText& text) const;

  /// Whether the call may have to wait for a device that holds a key: then it belongs on a thread
  /// that may.
  bool decrypt_waits(const keymanager::KeyRing& ring, const keymanager::KeyName& name,
                     const CipherText& text) const;
  bool jwt_decrypt_waits(const keymanager::KeyRing& ring, const keymanager::KeyName& name,
                         std::string_view jwe) const;

  /// `data` for the holder of `recipient`. Errors: those of jwe_plaintext, encrypt_jwt.
  Result<std::string> jwt_encrypt(const crypto::Certificate& recipient, std::string_view data,
                                  const JweWish& wish) const;
  /// What a JWE holds, base64url. Errors: those of read_jwt, keys_to_decrypt, PrivateKeys,
  /// decrypt_jwt; key_decrypt_other_domain for a module's key.
  Result<std::string> jwt_decrypt(const keymanager::KeyRing& ring, const keymanager::KeyName& name,
                                  std::string_view jwe) const;

  /// See pin.h.
  Result<std::string> encrypt_with_pin(const PinText& input) const;
  Result<std::string> decrypt_with_pin(const PinText& input) const;

  /// See argon2_hash.h. It takes Config::argon2's memory: how many run at once is the caller's
  /// care.
  Result<SaltedHash> argon2_hash(const HashRequest& request) const;

 private:
  Config config_;
};
}  // namespace cryptomanager
