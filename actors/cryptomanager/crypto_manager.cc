// actors/cryptomanager/crypto_manager.cc: the functions of this folder under their configuration.
#include "actors/cryptomanager/crypto_manager.h"

#include <algorithm>

#include "actors/cryptomanager/cipher.h"
#include "actors/cryptomanager/key_choice.h"
#include "actors/cryptomanager/request_text.h"
#include "crypto/aes_gcm.h"
#include "crypto/base64.h"
#include "crypto/random.h"

namespace cryptomanager {
namespace {
/// Base64 of a member that may be missing.
bool decode(const std::string& text, std::optional<std::string>& out) {
  if (text.empty()) return true;
  out = crypto::base64_decode_any(text);
  return out.has_value();
}

/// What is told of an envelope that no key opened: one that could not be had, or was given up,
/// might have been the one.
Faults fault_of(const std::optional<Faults>& lost, const KeyChoice& choice, Faults otherwise) {
  if (lost) return *lost;
  if (choice.given_up) return {{Errc::keystore_no_alias, {choice.given_up->alias}}};
  return otherwise;
}
}  // namespace

Result<DecodedText> decoded(const CipherText& text) {
  DecodedText out;
  auto data = crypto::base64_decode_any(text.data);
  if (!data || !decode(text.salt, out.extras.salt) || !decode(text.aad, out.extras.aad))
    return Errc::crypto_data_invalid;
  if (out.extras.salt &&
      (out.extras.salt->empty() || out.extras.salt->size() > crypto::gcm_nonce_bytes_max))
    return Errc::crypto_data_invalid;
  out.data = std::move(*data);
  return out;
}

CryptoManager::CryptoManager(Config config) : config_(std::move(config)) {
  if (!config_.public_keys) config_.public_keys = std::make_shared<keymanager::PublicKeys>();
  if (!config_.random) config_.random = std::make_shared<crypto::SystemRandom>();
}

Result<std::string> CryptoManager::encrypt(const keymanager::KeyVersion& version,
                                           const CipherText& text) const {
  const auto input = decoded(text);
  if (!input.ok()) return input.faults();
  const auto key = config_.public_keys->of(version);
  if (!key.ok()) return key.faults();
  auto envelope = cryptomanager::encrypt({*key.value(), version.thumbprint}, input.value().data,
                                         input.value().extras, *config_.random);
  if (!envelope.ok()) return envelope;
  return crypto::base64url_encode(envelope.value());
}

Result<std::string> CryptoManager::decrypt(const keymanager::KeyRing& ring,
                                           const keymanager::KeyName& name,
                                           const CipherText& text) const {
  const auto input = decoded(text);
  if (!input.ok()) return input.faults();
  const auto parts = split(input.value().data);
  if (!parts) return Errc::crypto_data_invalid;
  const auto keys = keys_to_decrypt(ring, name, std::string{parts->thumbprint});
  if (!keys.ok()) return keys.faults();
  // No key opens what is too short for its form: none is asked for it.
  if (!data_part_of(*parts, input.value().extras)) return Errc::crypto_corrupted;
  std::optional<Faults> lost;  // A key that cannot be had says nothing of the others.
  for (const auto& version : keys.value().tries) {
    const auto key = config_.private_keys->open(ring, *version);
    if (!key.ok()) {
      if (!lost) lost = key.faults();
      continue;
    }
    const auto data =
        cryptomanager::decrypt(*key.value(), *parts, input.value().extras, *config_.random);
    if (data.ok()) return crypto::base64url_encode(data.value());
    if (data.error() != Errc::crypto_corrupted && !lost) lost = data.faults();
  }
  return fault_of(lost, keys.value(), {{Errc::crypto_corrupted, {}}});
}

bool CryptoManager::decrypt_waits(const keymanager::KeyRing& ring, const keymanager::KeyName& name,
                                  const CipherText& text) const {
  if (config_.private_keys->keystore().device_calls_max() == 0) return false;
  const auto input = decoded(text);
  if (!input.ok()) return false;
  const auto parts = split(input.value().data);
  if (!parts || !data_part_of(*parts, input.value().extras)) return false;
  const auto keys = keys_to_decrypt(ring, name, std::string{parts->thumbprint});
  return keys.ok() && std::ranges::any_of(keys.value().tries, [&](const auto& version) {
           return config_.private_keys->waits_for_device(*version);
         });
}

bool CryptoManager::jwt_decrypt_waits(const keymanager::KeyRing& ring,
                                      const keymanager::KeyName& name, std::string_view jwe) const {
  if (config_.private_keys->keystore().device_calls_max() == 0) return false;
  const auto read = read_jwt(jwe);
  if (!read.ok()) return false;
  const auto keys = keys_to_decrypt(ring, name, read.value()->thumbprint);
  return keys.ok() && std::ranges::any_of(keys.value().tries, [&](const auto& version) {
           return version->kept == keymanager::Kept::wrapped &&
                  config_.private_keys->waits_for_device(*version);
         });
}

Result<std::string> CryptoManager::jwt_encrypt(const crypto::Certificate& recipient,
                                               std::string_view data, const JweWish& wish) const {
  auto plaintext = jwe_plaintext(data, config_.jwt_must_be_json);
  if (!plaintext.ok()) return plaintext;
  return encrypt_jwt(recipient, plaintext.value(), wish, *config_.random);
}

Result<std::string> CryptoManager::jwt_decrypt(const keymanager::KeyRing& ring,
                                               const keymanager::KeyName& name,
                                               std::string_view jwe) const {
  const auto read = read_jwt(jwe);
  if (!read.ok()) return read.faults();
  const auto keys = keys_to_decrypt(ring, name, read.value()->thumbprint);
  if (!keys.ok()) return keys.faults();
  std::optional<Faults> lost;
  Result<std::string> data = Errc::key_decrypt_other_domain;
  for (const auto& version : keys.value().tries) {
    if (version->kept != keymanager::Kept::wrapped) continue;
    const auto key = config_.private_keys->open(ring, *version);
    if (!key.ok()) {
      if (!lost) lost = key.faults();
      continue;
    }
    data = decrypt_jwt(*read.value(), *key.value());
    if (data.ok()) return data;
    if (data.error() != Errc::crypto_jwe_decrypt && !lost) lost = data.faults();
  }
  return fault_of(lost, keys.value(), data.faults());
}

Result<std::string> CryptoManager::encrypt_with_pin(const PinText& input) const {
  return lock_with_pin(input, config_.pin_iterations, *config_.random);
}

Result<std::string> CryptoManager::decrypt_with_pin(const PinText& input) const {
  return unlock_with_pin(input, config_.pin_iterations);
}

Result<SaltedHash> CryptoManager::argon2_hash(const HashRequest& request) const {
  return salted_hash(request, config_.argon2, *config_.random);
}
}  // namespace cryptomanager
