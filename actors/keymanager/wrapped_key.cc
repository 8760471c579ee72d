// actors/keymanager/wrapped_key.cc: the layout of keys sheet 3.3.
#include "actors/keymanager/wrapped_key.h"

#include <array>

#include "actors/keymanager/key_splitter.h"
#include "crypto/aes_gcm.h"
#include "crypto/digest.h"

namespace keymanager {
namespace {
constexpr size_t nonce_bytes = 16;
}  // namespace

Expected<std::string, crypto::Errc> wrap_key(const crypto::PublicKey& module,
                                             std::span<const std::byte> pkcs8, ::Random& random) {
  crypto::SecureBytes key{crypto::aes_256_key_bytes};
  random.fill(key.span());
  std::array<std::byte, nonce_bytes> nonce{};
  random.fill(nonce);
  const auto block = module.encrypt_oaep_sha256(key.view());
  if (!block.ok()) return block.error();
  const auto sealed =
      crypto::aes_256_gcm_seal({key.view(), crypto::view_of(nonce), {}}, crypto::view_of(pkcs8));
  if (!sealed.ok()) return sealed.error();
  return block.value() + std::string{key_splitter} + sealed.value() +
         std::string{crypto::view_of(nonce)};
}

Expected<crypto::SecureBytes, crypto::Errc> unwrap_key(const crypto::PrivateKey& module,
                                                       std::string_view wrapped) {
  const size_t at = static_cast<size_t>(module.public_key().bits()) / 8;
  if (wrapped.size() < at + key_splitter.size() + nonce_bytes ||
      wrapped.substr(at, key_splitter.size()) != key_splitter)
    return crypto::Errc::decryption_failed;
  const auto key = module.decrypt_oaep_sha256(wrapped.substr(0, at));
  if (!key.ok()) return key.error();
  const auto sealed = wrapped.substr(at + key_splitter.size());
  const auto nonce = sealed.substr(sealed.size() - nonce_bytes);
  return crypto::aes_256_gcm_open_secret({key.value().view(), nonce, {}},
                                         sealed.substr(0, sealed.size() - nonce_bytes));
}
}  // namespace keymanager
