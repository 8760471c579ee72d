// crypto/pkey_handle.h: a key of any kind as OpenSSL holds it. Private to crypto/.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "crypto/openssl_handles.h"
#include "crypto/public_key.h"
#include "crypto/ready_operation.h"

namespace crypto {
struct PkeyHandle {
  PkeyHandle(OwnedPkey its_key, KeyKind its_kind, std::string its_der)
      : key(std::move(its_key)), kind(its_kind), spki_der(std::move(its_der)) {}
  OwnedPkey key;
  KeyKind kind;
  std::string spki_der;
  ReadyOperation encryption;
};

/// Nothing for a key that is none of ours, among them an RSA key that is too large or whose
/// exponent is not usable.
std::optional<KeyKind> kind_of(const EVP_PKEY* key);

/// Of an RSA key: odd, above 1 (with which everybody signs and reads), at most 64 bits.
bool has_usable_exponent(const EVP_PKEY* key);

/// Sets padding and digest of `scheme` on a context that signs or verifies.
bool set_scheme(EVP_PKEY_CTX* context, Scheme scheme);
/// The digest to sign with: null for eddsa, which brings its own.
const EVP_MD* digest_of(Scheme scheme);

/// An ECDSA signature between R | S, 32 bytes each, and the DER of X.509. Empty when `signature` is
/// no such thing.
std::string der_of_ecdsa(std::string_view signature);
std::string ecdsa_of_der(std::string_view der);
}  // namespace crypto
