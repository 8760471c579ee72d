// crypto/public_key.h: a public key of any kind that the key manager knows.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "crypto/errc.h"

namespace crypto {
/// Numbers are stored data and never change.
enum class KeyKind : uint8_t { rsa = 1, ec_p256 = 2, ec_secp256k1 = 3, ed25519 = 4 };

/// How a signature is made and written (keys sheet 3.5).
enum class Scheme : uint8_t {
  pkcs1_sha256,  ///< RSASSA-PKCS1-v1_5, SHA-256
  pss_sha256,    ///< RSASSA-PSS, SHA-256, MGF1 with SHA-256, a salt of 32 bytes
  ecdsa_sha256,  ///< R and S, 32 bytes each
  eddsa,         ///< Ed25519, 64 bytes
};

/// Whether keys of `kind` sign by `scheme`.
constexpr bool fits(KeyKind kind, Scheme scheme) {
  switch (scheme) {
    case Scheme::pkcs1_sha256:
    case Scheme::pss_sha256:
      return kind == KeyKind::rsa;
    case Scheme::ecdsa_sha256:
      return kind == KeyKind::ec_p256 || kind == KeyKind::ec_secp256k1;
    case Scheme::eddsa:
      return kind == KeyKind::ed25519;
  }
  return false;
}

struct PkeyHandle;

/// Copies share one key; safe to use from many threads at once.
class PublicKey {
 public:
  /// From a DER SubjectPublicKeyInfo without trailing bytes. An RSA key may be too short to be
  /// used, so that whoever refuses it can say why: see bits(). Errors: bad_key for another kind.
  static Expected<PublicKey, Errc> from_spki_der(std::string_view der);

  KeyKind kind() const;
  /// Of the RSA modulus, or of the curve.
  int bits() const;
  /// DER SubjectPublicKeyInfo.
  const std::string& spki_der() const;

  /// False too for a scheme of another kind of key and for RSA below rsa_bits_min.
  bool verify(Scheme scheme, std::string_view message, std::string_view signature) const;
  /// RSA-OAEP with SHA-256, MGF1 with SHA-256 and an empty label; a block as long as the modulus.
  /// Errors: bad_key (not RSA, or below rsa_bits_min), bad_input (too long a secret), internal.
  Expected<std::string, Errc> encrypt_oaep_sha256(std::string_view secret) const;

  /// Private to crypto/.
  const PkeyHandle& handle() const { return *handle_; }

 private:
  explicit PublicKey(std::shared_ptr<const PkeyHandle> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<const PkeyHandle> handle_;
};
}  // namespace crypto
