// crypto/certificate_trust.cc: path validation by OpenSSL.
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

#include "crypto/certificate_handle.h"

namespace crypto {
namespace {
using OwnedStore = Owned<X509_STORE, X509_STORE_free>;
using OwnedStoreContext = Owned<X509_STORE_CTX, X509_STORE_CTX_free>;
using OwnedStack = Owned<STACK_OF(X509), [](STACK_OF(X509) * stack) { sk_X509_free(stack); }>;

/// OpenSSL's level 2: 112 bits, thus RSA from 2048 and no SHA-1 or MD5.
constexpr int authentication_level = 2;

std::vector<Certificate> chain_in(X509_STORE_CTX* context) {
  std::vector<Certificate> out;
  STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(context);
  for (int i = 0; i < sk_X509_num(chain); ++i) {
    auto certificate = Certificate::from_stored(der_of(sk_X509_value(chain, i)));
    if (!certificate.ok()) return {};
    out.push_back(std::move(certificate).value());
  }
  return out;
}
}  // namespace

std::vector<Certificate> trusted_chain(const Certificate& leaf,
                                       std::span<const Certificate> intermediates,
                                       std::span<const Certificate> roots, UtcTime now) {
  const OwnedStore store{X509_STORE_new()};
  const OwnedStack untrusted{sk_X509_new_null()};
  const OwnedStoreContext context{X509_STORE_CTX_new()};
  if (!store || !untrusted || !context) return {};
  for (const Certificate& root : roots)
    if (X509_STORE_add_cert(store.get(), root.handle().x509.get()) != 1) return {};
  for (const Certificate& certificate : intermediates)
    if (sk_X509_push(untrusted.get(), certificate.handle().x509.get()) == 0) return {};
  if (X509_STORE_CTX_init(context.get(), store.get(), leaf.handle().x509.get(), untrusted.get()) !=
      1)
    return {};
  X509_VERIFY_PARAM* rules = X509_STORE_CTX_get0_param(context.get());
  X509_VERIFY_PARAM_set_time(rules, static_cast<time_t>(epoch_seconds(now)));
  X509_VERIFY_PARAM_set_depth(rules, static_cast<int>(chain_intermediates_max));
  X509_VERIFY_PARAM_set_auth_level(rules, authentication_level);
  auto chain =
      X509_verify_cert(context.get()) == 1 ? chain_in(context.get()) : std::vector<Certificate>{};
  ERR_clear_error();
  return chain;
}

bool chain_is_trusted(const Certificate& leaf, std::span<const Certificate> intermediates,
                      std::span<const Certificate> roots, UtcTime now) {
  return !trusted_chain(leaf, intermediates, roots, now).empty();
}
}  // namespace crypto
