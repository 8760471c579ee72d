// crypto/private_key.cc: keys in memory.
#include "crypto/private_key.h"

#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "crypto/digest.h"
#include "crypto/error_queue.h"
#include "crypto/pkey_handle.h"
#include "crypto/rsa.h"

namespace crypto {
namespace {
constexpr size_t pkcs8_bytes_max = 16'384;

OwnedPkey new_key(KeyKind kind) {
  switch (kind) {
    case KeyKind::rsa:
      return OwnedPkey{EVP_RSA_gen(static_cast<unsigned>(SoftPrivateKey::rsa_bits))};
    case KeyKind::ec_p256:
      return OwnedPkey{EVP_EC_gen(SN_X9_62_prime256v1)};
    case KeyKind::ec_secp256k1:
      return OwnedPkey{EVP_EC_gen(SN_secp256k1)};
    case KeyKind::ed25519:
      return OwnedPkey{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
  }
  return {};
}

Expected<PublicKey, Errc> public_half(const EVP_PKEY* key) {
  std::string der(static_cast<size_t>(std::max(0, i2d_PUBKEY(key, nullptr))), '\0');
  auto* out = bytes_of(der);
  if (der.empty() || i2d_PUBKEY(key, &out) <= 0) return Errc::bad_key;
  return PublicKey::from_spki_der(der);
}
}  // namespace

struct SoftPrivateKey::Handle {
  explicit Handle(OwnedPkey its_key) : key(std::move(its_key)) {}
  Expected<std::string, Errc> sign_pkcs1(std::string_view message) const;
  OwnedPkey key;
  ReadyOperation pkcs1_signature;
  ReadyOperation decryption;
};

SoftPrivateKey::SoftPrivateKey(std::unique_ptr<Handle> handle, PublicKey public_key)
    : handle_(std::move(handle)), public_key_(std::move(public_key)) {}
SoftPrivateKey::~SoftPrivateKey() = default;

SoftPrivateKey::Made SoftPrivateKey::owning(std::unique_ptr<Handle> handle) {
  const ErrorQueueGuard errors;  // Also those of whoever made the handle.
  if (!handle->key) return Errc::bad_key;
  auto public_key = public_half(handle->key.get());
  if (!public_key.ok()) return public_key.error();
  const PublicKey& key = public_key.value();
  if (key.kind() == KeyKind::rsa && key.bits() < rsa_bits_min) return Errc::bad_key;
  return std::shared_ptr<SoftPrivateKey>{
      new SoftPrivateKey{std::move(handle), std::move(public_key).value()}};
}

SoftPrivateKey::Made SoftPrivateKey::generate(KeyKind kind) {
  auto made = owning(std::make_unique<Handle>(new_key(kind)));
  if (!made.ok()) return Errc::internal;
  return made;
}

SoftPrivateKey::Made SoftPrivateKey::from_pkcs8_der(std::span<const std::byte> der) {
  if (der.size() > pkcs8_bytes_max) return Errc::bad_key;
  const auto* in = reinterpret_cast<const unsigned char*>(der.data());
  const auto* const end = in + der.size();
  const ErrorQueueGuard errors;
  const OwnedPkcs8 info{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &in, static_cast<long>(der.size()))};
  if (!info || in != end) return Errc::bad_key;
  return owning(std::make_unique<Handle>(OwnedPkey{EVP_PKCS82PKEY(info.get())}));
}

SoftPrivateKey::Made SoftPrivateKey::from_pem(std::string_view pem) {
  if (pem.size() > 2 * pkcs8_bytes_max) return Errc::bad_key;
  const Owned<BIO, BIO_free_all> in{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
  const auto no_password = [](char*, int, int, void*) { return -1; };
  return owning(std::make_unique<Handle>(
      OwnedPkey{PEM_read_bio_PrivateKey(in.get(), nullptr, no_password, nullptr)}));
}

Expected<std::string, Errc> SoftPrivateKey::Handle::sign_pkcs1(std::string_view message) const {
  const ErrorQueueGuard errors;
  const auto context = pkcs1_signature.begin(key.get(), [](EVP_PKEY_CTX* made) {
    return EVP_PKEY_sign_init(made) == 1 && set_scheme(made, Scheme::pkcs1_sha256) &&
           EVP_PKEY_CTX_set_signature_md(made, sha256_algorithm()) == 1;
  });
  const Sha256 digest = sha256(message);
  std::string signature(static_cast<size_t>(EVP_PKEY_get_size(key.get())), '\0');
  size_t size = signature.size();
  if (!context || EVP_PKEY_sign(context.get(), bytes_of(signature), &size,
                                bytes_of(view_of(digest)), digest.size()) != 1)
    return Errc::internal;
  signature.resize(size);
  return signature;
}

Expected<std::string, Errc> SoftPrivateKey::sign(Scheme scheme, std::string_view message) const {
  if (!fits(public_key_.kind(), scheme)) return Errc::bad_key;
  if (scheme == Scheme::pkcs1_sha256) return handle_->sign_pkcs1(message);
  const ErrorQueueGuard errors;
  const OwnedDigestContext context{EVP_MD_CTX_new()};
  EVP_PKEY_CTX* key_context = nullptr;  // owned by `context`
  std::string signature(static_cast<size_t>(EVP_PKEY_get_size(handle_->key.get())), '\0');
  size_t size = signature.size();
  if (!context ||
      EVP_DigestSignInit(context.get(), &key_context, digest_of(scheme), nullptr,
                         handle_->key.get()) != 1 ||
      !set_scheme(key_context, scheme) ||
      EVP_DigestSign(context.get(), bytes_of(signature), &size, bytes_of(message),
                     message.size()) != 1)
    return Errc::internal;
  signature.resize(size);
  if (scheme != Scheme::ecdsa_sha256) return signature;
  signature = ecdsa_of_der(signature);
  if (signature.empty()) return Errc::internal;
  return signature;
}

Expected<SecureBytes, Errc> SoftPrivateKey::decrypt_oaep_sha256(std::string_view block) const {
  if (public_key_.kind() != KeyKind::rsa) return Errc::bad_key;
  const ErrorQueueGuard errors;
  const auto context = handle_->decryption.begin(handle_->key.get(), [](EVP_PKEY_CTX* made) {
    return EVP_PKEY_decrypt_init(made) == 1 && set_oaep_sha256(made);
  });
  SecureBytes secret(static_cast<size_t>(EVP_PKEY_get_size(handle_->key.get())));
  size_t size = secret.size();
  if (!context) return Errc::internal;
  // OpenSSL takes the padding off without a branch on the secret; the error queue would tell what
  // was wrong, so it is emptied either way.
  const int opened = EVP_PKEY_decrypt(context.get(), bytes_of(secret.span()), &size,
                                      bytes_of(block), block.size());
  if (opened != 1) return Errc::decryption_failed;
  return SecureBytes::from(secret.span().first(size));
}

Expected<SecureBytes, Errc> SoftPrivateKey::to_pkcs8_der() const {
  const ErrorQueueGuard errors;
  const OwnedPkcs8 info{EVP_PKEY2PKCS8(handle_->key.get())};
  const int size = info ? i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr) : 0;
  if (size <= 0) return Errc::internal;
  SecureBytes der(static_cast<size_t>(size));
  auto* out = bytes_of(der.span());
  if (i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out) != size) return Errc::internal;
  return der;
}
}  // namespace crypto
