// crypto/certificate_trust.cc: path validation by OpenSSL.
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "crypto/certificate_handle.h"

namespace crypto {
namespace {
using OwnedStore = Owned<X509_STORE, X509_STORE_free>;
using OwnedStoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;
using OwnedStack = Owned<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }>;

/// Partners' chains are short; a longer one is somebody's attempt to buy time.
constexpr int depth_max = 8;
/// OpenSSL's level 2: 112 bits, thus RSA from 2048 and no SHA-1 or MD5.
constexpr int authentication_level = 2;
}  // namespace

bool chain_is_trusted(const Certificate& leaf, std::span<const Certificate> intermediates,
                      std::span<const Certificate> roots, UtcTime now) {
  const OwnedStore store{X509_STORE_new()};
  const OwnedStack untrusted{sk_X509_new_null()};
  const OwnedStoreContext context{X509_STORE_CTX_new()};
  if (!store || !untrusted || !context) return false;
  for (const Certificate& root : roots)
    if (X509_STORE_add_cert(store.get(), root.handle().x509.get()) != 1) return false;
  for (const Certificate& certificate : intermediates)
    if (sk_X509_push(untrusted.get(), certificate.handle().x509.get()) == 0) return false;
  if (X509_STORE_CTX_init(context.get(), store.get(), leaf.handle().x509.get(), untrusted.get()) !=
      1)
    return false;
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(epoch_seconds(now)));
  X509_VERIFY_PARAM_set_depth(rules, depth_max);
  X509_VERIFY_PARAM_set_auth_level(rules, authentication_level);
  const bool is_trusted = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  return is_trusted;
}
}  // namespace crypto
