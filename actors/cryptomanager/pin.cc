// actors/cryptomanager/pin.cc: PBKDF2 makes the key, AES-256-GCM locks; the salt is authenticated.
#include "actors/cryptomanager/pin.h"

#include <array>

#include "crypto/aes_gcm.h"
#include "crypto/base64.h"
#include "crypto/pbkdf2.h"

namespace cryptomanager {
namespace {
constexpr size_t head_bytes = pin_salt_bytes + pin_nonce_bytes;

Expected<crypto::SecureBytes, crypto::Errc> key_of(std::string_view pin, std::string_view salt,
                                                   uint32_t iterations) {
  return crypto::pbkdf2_sha512({.pin = pin, .salt = salt, .iterations = iterations},
                               crypto::aes_256_key_bytes);
}

crypto::GcmInput gcm_of(const crypto::SecureBytes& key, std::string_view head) {
  return {.key = key.view(),
          .nonce = head.substr(pin_salt_bytes, pin_nonce_bytes),
          .aad = head.substr(0, pin_salt_bytes)};
}
}  // namespace

Result<std::string> lock_with_pin(const PinText& input, uint32_t iterations, ::Random& random) {
  std::string head(head_bytes, '\0');
  random.fill(std::as_writable_bytes(std::span{head}));
  const auto key = key_of(input.pin, std::string_view{head}.substr(0, pin_salt_bytes), iterations);
  if (!key) return Errc::crypto_internal;
  const auto sealed = crypto::aes_256_gcm_seal(gcm_of(key.value(), head), input.text);
  if (!sealed) return Errc::crypto_internal;
  return crypto::base64url_encode(head + sealed.value());
}

Result<std::string> unlock_with_pin(const PinText& input, uint32_t iterations) {
  const auto bytes = crypto::base64_decode_any(input.text);
  if (!bytes) return Errc::crypto_data_invalid;
  if (bytes->size() < head_bytes + crypto::gcm_tag_bytes) return Errc::crypto_corrupted;
  const std::string_view head = std::string_view{*bytes}.substr(0, head_bytes);
  const auto key = key_of(input.pin, head.substr(0, pin_salt_bytes), iterations);
  if (!key) return Errc::crypto_internal;
  auto text = crypto::aes_256_gcm_open(gcm_of(key.value(), head),
                                       std::string_view{*bytes}.substr(head_bytes));
  if (!text) return Errc::crypto_corrupted;
  return std::move(text).value();
}
}  // namespace cryptomanager
