// crypto/private_key.h: a private key, wherever it lives.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "crypto/errc.h"
#include "crypto/public_key.h"
#include "crypto/secure_bytes.h"

namespace crypto {
/// In this process or in a token. Safe to use from many threads at once. Every operation may take
/// longer than a reactor or scheduler thread may wait: the crypto pool does it.
class PrivateKey {
 public:
  virtual ~PrivateKey() = default;
  PrivateKey() = default;
  PrivateKey(const PrivateKey&) = delete;
  PrivateKey& operator=(const PrivateKey&) = delete;

  virtual const PublicKey& public_key() const = 0;
  /// Errors: bad_key for a scheme of another kind of key, unavailable, internal.
  virtual Expected<std::string, Errc> sign(Scheme scheme, std::string_view message) const = 0;
  /// What PublicKey::encrypt_oaep_sha256 hid. Errors: bad_key (not RSA), decryption_failed for
  /// whatever is wrong with the block, in one time (DECISIONS 19), unavailable.
  virtual Expected<SecureBytes, Errc> decrypt_oaep_sha256(std::string_view block) const = 0;
};
using PrivateKeyPtr = std::shared_ptr<const PrivateKey>;

/// A key in this process's memory, wiped when it goes.
class SoftPrivateKey final : public PrivateKey {
 public:
  static constexpr int rsa_bits = 2048;
  using Made = Expected<std::shared_ptr<SoftPrivateKey>, Errc>;

  /// A new key; RSA of rsa_bits with exponent 65537, about 100 ms of work. Errors: internal.
  static Made generate(KeyKind kind);
  /// From an unencrypted DER PrivateKeyInfo without trailing bytes. Errors: bad_key.
  static Made from_pkcs8_der(std::span<const std::byte> der);
  /// From PEM, "PRIVATE KEY". Errors: bad_key.
  static Made from_pem(std::string_view pem);

  ~SoftPrivateKey() override;

  const PublicKey& public_key() const override { return public_key_; }
  Expected<std::string, Errc> sign(Scheme scheme, std::string_view message) const override;
  Expected<SecureBytes, Errc> decrypt_oaep_sha256(std::string_view block) const override;
  /// Errors: internal.
  Expected<SecureBytes, Errc> to_pkcs8_der() const;

 private:
  struct Handle;
  static Made owning(std::unique_ptr<Handle> handle);
  SoftPrivateKey(std::unique_ptr<Handle> handle, PublicKey public_key);

  std::unique_ptr<Handle> handle_;
  PublicKey public_key_;
};
}  // namespace crypto
