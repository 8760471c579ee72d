// crypto/openssl_handles.h: owner types for OpenSSL handles and the algorithms, fetched once.
// Private to crypto/.
#pragma once
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace crypto {
template <auto release>
struct Releaser {
  template <class Handle>
  void operator()(Handle* handle) const noexcept {
    release(handle);
  }
};
template <class Handle, auto release>
using Owned = std::unique_ptr<Handle, Releaser<release>>;

using OwnedBignum = Owned<BIGNUM, BN_clear_free>;
using OwnedCipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using OwnedDigestContext = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedMacContext = Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>;
using OwnedParameters = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using OwnedParametersBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using OwnedPkey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedPkeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedPkcs8 = Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free>;

/// OpenSSL 3 looks an algorithm up on each use by name, which costs more than hashing a short
/// text: these are looked up once. A library without them ends the process.
EVP_MD* sha256_algorithm();
EVP_MAC* hmac_algorithm();
EVP_CIPHER* aes_256_gcm_algorithm();

/// Logs `what` and ends the process: the library cannot do what nothing may go on without.
[[noreturn]] void die(std::string_view what);

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::span<std::byte> bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}
inline unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}
}  // namespace crypto
