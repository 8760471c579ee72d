// crypto/keystore/pkcs11/key_wrap.h: private keys on their way in and out of a token, wrapped by
// AES (RFC 5649): no token has to show or take one in clear. Private to keystore/.
#pragma once
#include <span>
#include <string>

#include "crypto/keystore/pkcs11/objects.h"
#include "crypto/secure_bytes.h"

namespace keystore::pkcs11 {
/// An AES-256 key that the token and this process know, for one key's way.
class WrappingKey {
 public:
  WrappingKey();
  /// `wrapped` for the token. Errors: failed.
  Expected<std::string, Errc> wrap(std::span<const std::byte> pkcs8) const;
  Expected<crypto::SecureBytes, Errc> unwrap(std::string_view wrapped) const;
  /// Puts it into the session; it ends with close() or with the session.
  CK_RV open(const Session& session, CK_OBJECT_HANDLE& handle) const;
  static void close(const Session& session, CK_OBJECT_HANDLE handle) {
    session.api.C_DestroyObject(session.handle, handle);
  }

 private:
  crypto::SecureBytes key_;
};

/// The PrivateKeyInfo of `key`, wrapped. Answers the token's refusal of a key that may not leave.
CK_RV wrap_out(const Session& session, const WrappingKey& wrapping, CK_OBJECT_HANDLE key,
               std::string& wrapped);
/// A new private key object as `description` says.
CK_RV wrap_in(const Session& session, const WrappingKey& wrapping, const std::string& wrapped,
              Template& description);

/// The 32 bytes that an Ed25519 key is made of: modules unwrap RSA and NIST curves only, and take
/// this one as an object. Errors: failed.
Expected<crypto::SecureBytes, Errc> ed25519_value(std::span<const std::byte> pkcs8);
}  // namespace keystore::pkcs11
