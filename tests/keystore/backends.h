// tests/keystore/backends.h: the keystores that the shared suite runs over.
#pragma once
#include <memory>
#include <string>

#include "crypto/keystore/keystore.h"

namespace keystore {
/// One kind of keystore in a place of its own, empty at first.
class Backend {
 public:
  virtual ~Backend() = default;
  /// A keystore on this place. One at a time; a later one finds what an earlier one left.
  virtual std::unique_ptr<Keystore> open() = 0;
  /// Whether the keystore itself holds keys and certificates; soft leaves them to the rows.
  virtual bool holds_keys() const { return true; }
  /// Whether a key may leave again.
  virtual bool exports() const { return true; }
};

using MakeBackend = std::unique_ptr<Backend> (*)();
std::unique_ptr<Backend> soft_backend();
std::unique_ptr<Backend> pkcs12_backend();
std::unique_ptr<Backend> pkcs11_backend();
/// A token that pads nothing: raw RSA only.
std::unique_ptr<Backend> raw_pkcs11_backend();
/// A token without raw RSA decryption but with OAEP-SHA-256.
std::unique_ptr<Backend> oaep_pkcs11_backend();
}  // namespace keystore
