// crypto/rsa.cc: making keys, signing, verifying.
#include "crypto/rsa.h"

#include <openssl/err.h>
#include <openssl/rsa.h>

#include <array>

#include "crypto/digest.h"
#include "crypto/rsa_handle.h"

namespace crypto {
std::shared_ptr<const RsaHandle> rsa_handle_of(OwnedPkey key, RsaUse use) {
  if (!key) return nullptr;
  OwnedPkeyContext ready{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
  const auto init = use == RsaUse::sign ? EVP_PKEY_sign_init : EVP_PKEY_verify_init;
  if (ready && init(ready.get()) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(ready.get(), RSA_PKCS1_PADDING) == 1 &&
      EVP_PKEY_CTX_set_signature_md(ready.get(), sha256_algorithm()) == 1) {
    return std::make_shared<const RsaHandle>(RsaHandle{std::move(key), std::move(ready)});
  }
  ERR_clear_error();
  return nullptr;
}

Expected<RsaPrivateKey, Errc> RsaPrivateKey::generate(int bits) {
  if (bits < rsa_bits_min || bits > rsa_bits_max) return Errc::bad_input;
  auto handle = rsa_handle_of(OwnedPkey{EVP_RSA_gen(static_cast<unsigned>(bits))}, RsaUse::sign);
  if (handle) return RsaPrivateKey{std::move(handle)};
  ERR_clear_error();
  return Errc::internal;
}

Expected<std::string, Errc> RsaPrivateKey::sign_pkcs1_sha256(std::string_view message) const {
  const Sha256 digest = sha256(message);
  const OwnedPkeyContext context{EVP_PKEY_CTX_dup(handle_->ready.get())};
  std::string signature(static_cast<size_t>(EVP_PKEY_get_size(handle_->key.get())), '\0');
  size_t size = signature.size();
  if (context && EVP_PKEY_sign(context.get(), bytes_of(signature), &size, bytes_of(view_of(digest)),
                               digest.size()) == 1) {
    signature.resize(size);
    return signature;
  }
  ERR_clear_error();
  return Errc::internal;
}

bool RsaPublicKey::verify_pkcs1_sha256(std::string_view message, std::string_view signature) const {
  const Sha256 digest = sha256(message);
  const OwnedPkeyContext context{EVP_PKEY_CTX_dup(handle_->ready.get())};
  const bool verified =
      context && EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(),
                                 bytes_of(view_of(digest)), digest.size()) == 1;
  if (!verified) ERR_clear_error();
  return verified;
}

bool RsaPublicKey::verify_pkcs1(RsaDigest digest, std::string_view message,
                                std::string_view signature) const {
  if (digest == RsaDigest::sha256) return verify_pkcs1_sha256(message, signature);
  const EVP_MD* algorithm = digest == RsaDigest::sha384 ? EVP_sha384() : EVP_sha512();
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  unsigned size = 0;
  const OwnedPkeyContext context{EVP_PKEY_CTX_dup(handle_->ready.get())};
  const bool verified =
      context && EVP_PKEY_CTX_set_signature_md(context.get(), algorithm) == 1 &&
      EVP_Digest(message.data(), message.size(), hash.data(), &size, algorithm, nullptr) == 1 &&
      EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(), hash.data(), size) == 1;
  if (!verified) ERR_clear_error();
  return verified;
}

int RsaPrivateKey::bits() const { return EVP_PKEY_get_bits(handle_->key.get()); }
int RsaPublicKey::bits() const { return EVP_PKEY_get_bits(handle_->key.get()); }
}  // namespace crypto
