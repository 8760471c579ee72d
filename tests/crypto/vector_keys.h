// tests/crypto/vector_keys.h: the throw-away keys of tests/vectors/crypto.json.
#pragma once
#include <memory>
#include <string>

#include "crypto/base64.h"
#include "crypto/certificate.h"
#include "crypto/private_key.h"
#include "tests/vectors/vectors.h"

namespace crypto {
inline constexpr const char* vector_key_names[] = {
    "root",        "registration_master",      "registration_base",
    "kernel_sign", "kernel_ec_secp256r1_sign", "kernel_ec_secp256k1_sign",
    "ed25519_sign"};

inline std::shared_ptr<SoftPrivateKey> vector_key(const std::string& name) {
  const auto pem = text_of(crypto_vectors()["keys"][name]["private_key_pkcs8_pem"]);
  return SoftPrivateKey::from_pem(pem).value();
}
inline std::string vector_spki(const std::string& name) {
  return base64url_decode(text_of(crypto_vectors()["keys"][name]["public_key_spki_b64u"])).value();
}
inline Certificate vector_certificate(const std::string& name) {
  return Certificate::from_pem(text_of(crypto_vectors()["certificates"][name]["pem"])).value();
}
}  // namespace crypto
