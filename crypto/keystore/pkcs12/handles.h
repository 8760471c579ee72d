// crypto/keystore/pkcs12/handles.h: owner types of OpenSSL's PKCS#12. Private to keystore/.
#pragma once
#include <openssl/pkcs12.h>

#include <string>
#include <string_view>

#include "crypto/openssl_handles.h"

namespace keystore::pkcs12 {
inline void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}
inline void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
inline void free_text(char* text) { OPENSSL_free(text); }

using OwnedPkcs12 = crypto::Owned<PKCS12, PKCS12_free>;
using OwnedBag = crypto::Owned<PKCS12_SAFEBAG, PKCS12_SAFEBAG_free>;
using OwnedBags = crypto::Owned<STACK_OF(PKCS12_SAFEBAG), free_bags>;
using OwnedSafe = crypto::Owned<PKCS7, PKCS7_free>;
using OwnedSafes = crypto::Owned<STACK_OF(PKCS7), free_safes>;
using OwnedSignature = crypto::Owned<X509_SIG, X509_SIG_free>;
using OwnedX509 = crypto::Owned<X509, X509_free>;
using OwnedText = crypto::Owned<char, free_text>;

/// Empty when the library cannot write it.
template <class Object>
std::string der_of(const Object* object, int (*encode)(const Object*, unsigned char**)) {
  unsigned char* bytes = nullptr;
  const int count = encode(object, &bytes);
  if (count <= 0) return {};
  std::string out{reinterpret_cast<const char*>(bytes), static_cast<size_t>(count)};
  OPENSSL_clear_free(bytes, static_cast<size_t>(count));
  return out;
}

/// Null when `der` is none, or has bytes behind it.
template <class Object>
Object* of_der(std::string_view der, Object* (*decode)(Object**, const unsigned char**, long)) {
  const unsigned char* at = crypto::bytes_of(der);
  return decode(nullptr, &at, static_cast<long>(der.size()));
}
}  // namespace keystore::pkcs12
