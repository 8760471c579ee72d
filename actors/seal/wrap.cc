// actors/seal/wrap.cc: one subkey per purpose, one nonce per wrapping.
#include "actors/seal/wrap.h"

#include "crypto/aes_gcm.h"

namespace seal {
static constexpr char format = 1;

Expected<std::string, crypto::Errc> wrap_secret(const WrappingKey& under, ::Random& random,
                                                std::string_view purpose,
                                                std::span<const std::byte> secret) {
  std::string wrapped(1 + crypto::gcm_nonce_bytes, format);
  const std::span nonce = std::as_writable_bytes(std::span{wrapped}).subspan(1);
  random.fill(nonce);
  const crypto::SecureBytes key = under.subkey(purpose);
  const std::string_view nonce_text = std::string_view(wrapped).substr(1);
  auto sealed =
      crypto::aes_256_gcm_seal({key.view(), nonce_text, purpose},
                               {reinterpret_cast<const char*>(secret.data()), secret.size()});
  if (!sealed.ok()) return sealed.error();
  return wrapped + sealed.value();
}

Expected<crypto::SecureBytes, crypto::Errc> unwrap_secret(const WrappingKey& under,
                                                          std::string_view purpose,
                                                          std::string_view wrapped) {
  if (wrapped.size() < 1 + crypto::gcm_nonce_bytes || wrapped.front() != format) {
    return crypto::Errc::decryption_failed;
  }
  const crypto::SecureBytes key = under.subkey(purpose);
  const std::string_view nonce = wrapped.substr(1, crypto::gcm_nonce_bytes);
  return crypto::aes_256_gcm_open_secret({key.view(), nonce, purpose},
                                         wrapped.substr(1 + crypto::gcm_nonce_bytes));
}
}  // namespace seal
