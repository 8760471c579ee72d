// crypto/keystore/pkcs11/curves.h: how PKCS#11 and X.509 write our curves. Private to keystore/.
#pragma once
#include <p11-kit/pkcs11.h>

#include <string>
#include <string_view>

#include "crypto/public_key.h"

namespace keystore::pkcs11 {
struct Curve {
  crypto::KeyKind kind;
  std::string_view params;       ///< CKA_EC_PARAMS: the curve's OID, DER
  std::string_view spki_prefix;  ///< DER of a SubjectPublicKeyInfo up to the point
  size_t point_bytes;
  CK_KEY_TYPE key_type;
  CK_MECHANISM_TYPE generation;
};

/// Null for RSA.
const Curve* curve_of(crypto::KeyKind kind);

/// DER SubjectPublicKeyInfo of CKA_EC_PARAMS and CKA_EC_POINT, which tokens write as an OCTET
/// STRING or bare; empty when they are none of our curves'.
std::string ec_spki(std::string_view params, std::string_view point);
}  // namespace keystore::pkcs11
