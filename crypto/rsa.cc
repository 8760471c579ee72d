// crypto/rsa.cc: making keys, signing, verifying.
#include "crypto/rsa.h"

#include <openssl/err.h>
#include <openssl/rsa.h>

#include "crypto/digest.h"
#include "crypto/openssl_handles.h"

namespace crypto {
namespace {
OwnedPkeyContext context_of(EVP_PKEY* key, int (*init)(EVP_PKEY_CTX*)) {
  OwnedPkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)};
  if (context && init(context.get()) == 1 &&
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1 &&
      EVP_PKEY_CTX_set_signature_md(context.get(), sha256_algorithm()) == 1) {
    return context;
  }
  ERR_clear_error();
  return nullptr;
}
}  // namespace

Expected<RsaPrivateKey, Errc> RsaPrivateKey::generate(int bits) {
  if (bits < rsa_bits_min || bits > rsa_bits_max) return Errc::bad_input;
  OwnedPkey key{EVP_RSA_gen(static_cast<unsigned>(bits))};
  if (key) return RsaPrivateKey{std::shared_ptr<EVP_PKEY>{std::move(key)}};
  ERR_clear_error();
  return Errc::internal;
}

Expected<std::string, Errc> RsaPrivateKey::sign_pkcs1_sha256(std::string_view message) const {
  const Sha256 digest = sha256(message);
  const OwnedPkeyContext context = context_of(key_.get(), EVP_PKEY_sign_init);
  std::string signature(static_cast<size_t>(EVP_PKEY_get_size(key_.get())), '\0');
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
  const OwnedPkeyContext context = context_of(key_.get(), EVP_PKEY_verify_init);
  const bool verified =
      context && EVP_PKEY_verify(context.get(), bytes_of(signature), signature.size(),
                                 bytes_of(view_of(digest)), digest.size()) == 1;
  if (!verified) ERR_clear_error();
  return verified;
}

int RsaPrivateKey::bits() const { return EVP_PKEY_get_bits(key_.get()); }
int RsaPublicKey::bits() const { return EVP_PKEY_get_bits(key_.get()); }
}  // namespace crypto
