// crypto/rsa.h: RSA keys and RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017; RS256 of RFC 7518). Others'
// signatures may also be RS384 and RS512.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "crypto/errc.h"
#include "crypto/secure_bytes.h"

namespace crypto {
struct RsaHandle;

/// Smaller keys are forgeable; larger ones would let one caller buy much processor time.
inline constexpr int rsa_bits_min = 2048;
inline constexpr int rsa_bits_max = 8192;

/// The two numbers of a public key, big-endian.
struct RsaNumbers {
  std::string modulus;
  std::string exponent;
};

/// What a signature of somebody else's may be over.
enum class RsaDigest : uint8_t { sha256, sha384, sha512 };

/// Copies share one key; safe to use from many threads at once.
class RsaPublicKey {
 public:
  /// Errors: bad_key for an even or small exponent (or one above 64 bits) and for a modulus out of
  /// bounds. Leading zero bytes are accepted.
  static Expected<RsaPublicKey, Errc> from_numbers(const RsaNumbers& numbers);
  /// From a DER SubjectPublicKeyInfo without trailing bytes. Errors: bad_key.
  static Expected<RsaPublicKey, Errc> from_spki_der(std::string_view der);

  bool verify_pkcs1_sha256(std::string_view message, std::string_view signature) const;
  bool verify_pkcs1(RsaDigest digest, std::string_view message, std::string_view signature) const;
  int bits() const;
  /// Big-endian without leading zeros, as in a JWK.
  RsaNumbers numbers() const;
  std::string modulus_bytes() const { return numbers().modulus; }
  std::string exponent_bytes() const { return numbers().exponent; }
  /// DER SubjectPublicKeyInfo; empty when the library fails.
  std::string spki_der() const;

 private:
  friend class RsaPrivateKey;
  explicit RsaPublicKey(std::shared_ptr<const RsaHandle> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<const RsaHandle> handle_;
};

/// Copies share one key; safe to sign with from many threads at once. The numbers are wiped with
/// the last copy.
class RsaPrivateKey {
 public:
  /// A new key with exponent 65537, about 100 ms of work at 2048 bits. Errors: bad_input when
  /// `bits` is out of bounds, internal.
  static Expected<RsaPrivateKey, Errc> generate(int bits);
  /// From an unencrypted DER PrivateKeyInfo without trailing bytes. Errors: bad_key.
  static Expected<RsaPrivateKey, Errc> from_pkcs8_der(std::span<const std::byte> der);
  static Expected<RsaPrivateKey, Errc> from_pkcs8_der(const SecureBytes& der) {
    return from_pkcs8_der(der.span());
  }

  Expected<SecureBytes, Errc> to_pkcs8_der() const;
  /// A signature as long as the modulus. About 300 us at 2048 bits: actors send it to the crypto
  /// pool. Errors: internal.
  Expected<std::string, Errc> sign_pkcs1_sha256(std::string_view message) const;
  int bits() const;
  /// Holds the public numbers alone. Errors: internal.
  Expected<RsaPublicKey, Errc> public_key() const;

 private:
  explicit RsaPrivateKey(std::shared_ptr<const RsaHandle> handle) : handle_(std::move(handle)) {}
  std::shared_ptr<const RsaHandle> handle_;
};
}  // namespace crypto
