// crypto/keystore/pkcs12/handles.h: owner types of OpenSSL's PKCS#12. Private to keystore/.
#pragma once
#include <openssl/pkcs12.h>

#include <span>
#include <string>
#include <string_view>

#include "crypto/openssl_handles.h"
#include "crypto/secure_bytes.h"

namespace keystore::pkcs12 {
/// Overwrites the octets of a secret, which the library frees as they are. (It wipes keys itself.)
inline void wipe_secret(const PKCS12_SAFEBAG* bag) {
  if (PKCS12_SAFEBAG_get_nid(bag) != NID_secretBag) return;
  const int kind = PKCS12_SAFEBAG_get_bag_nid(bag);
  // Under these names the library keeps a value of another type than it says.
  if (kind == NID_x509Certificate || kind == NID_sdsiCertificate || kind == NID_x509Crl) return;
  const ASN1_TYPE* const value = PKCS12_SAFEBAG_get0_bag_obj(bag);
  if (value == nullptr || value->type != V_ASN1_OCTET_STRING) return;
  const ASN1_OCTET_STRING* const octets = value->value.octet_string;
  OPENSSL_cleanse(const_cast<unsigned char*>(ASN1_STRING_get0_data(octets)),  // NOLINT
                  static_cast<size_t>(ASN1_STRING_length(octets)));
}
inline void free_bag(PKCS12_SAFEBAG* bag) {
  if (bag != nullptr) wipe_secret(bag);
  PKCS12_SAFEBAG_free(bag);
}
inline void free_bags(STACK_OF(PKCS12_SAFEBAG) * bags) {
  sk_PKCS12_SAFEBAG_pop_free(bags, free_bag);
}
inline void free_safes(STACK_OF(PKCS7) * safes) { sk_PKCS7_pop_free(safes, PKCS7_free); }
inline void free_text(char* text) { OPENSSL_free(text); }

using OwnedPkcs12 = crypto::Owned<PKCS12, PKCS12_free>;
using OwnedBag = crypto::Owned<PKCS12_SAFEBAG, free_bag>;
using OwnedBags = crypto::Owned<STACK_OF(PKCS12_SAFEBAG), free_bags>;
using OwnedSafe = crypto::Owned<PKCS7, PKCS7_free>;
using OwnedSafes = crypto::Owned<STACK_OF(PKCS7), free_safes>;
using OwnedSignature = crypto::Owned<X509_SIG, X509_SIG_free>;
using OwnedX509 = crypto::Owned<X509, X509_free>;
using OwnedText = crypto::Owned<char, free_text>;

/// As the library takes passwords and secrets.
inline int size_of(const crypto::SecureBytes& bytes) { return static_cast<int>(bytes.size()); }
inline const char* text_of(const crypto::SecureBytes& bytes) { return bytes.view().data(); }

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

/// The same of what may hold a secret: no copy is left.
template <class Object>
crypto::SecureBytes secret_der_of(const Object* object,
                                  int (*encode)(const Object*, unsigned char**)) {
  unsigned char* bytes = nullptr;
  const int count = encode(object, &bytes);
  if (count <= 0) return {};
  const std::span<const unsigned char> der{bytes, static_cast<size_t>(count)};
  auto out = crypto::SecureBytes::from(std::as_bytes(der));
  OPENSSL_clear_free(bytes, der.size());
  return out;
}

/// Null when `der` is none, or has bytes behind it.
template <class Object>
Object* of_der(std::string_view der, Object* (*decode)(Object**, const unsigned char**, long)) {
  const unsigned char* at = crypto::bytes_of(der);
  return decode(nullptr, &at, static_cast<long>(der.size()));
}
}  // namespace keystore::pkcs12
