// crypto/keystore/pkcs11/token_key.h: a private key that stays in its token. Private to keystore/.
#pragma once
#include <memory>
#include <mutex>
#include <string>

#include "crypto/keystore/pkcs11/token.h"
#include "crypto/private_key.h"

namespace keystore::pkcs11 {
class TokenKey : public crypto::PrivateKey {
 public:
  TokenKey(std::shared_ptr<Token> token, std::string alias, crypto::PublicKey public_key);

  const crypto::PublicKey& public_key() const override { return public_key_; }
  /// Errors: unavailable while the token is away, bad_key for a scheme of another kind of key,
  /// internal when the token refuses.
  Expected<std::string, crypto::Errc> sign(crypto::Scheme scheme,
                                           std::string_view message) const override;
  /// Raw RSA in the token and our own unpadding, or the token's OAEP where it has no raw RSA.
  /// Errors: bad_key (not RSA), unavailable, decryption_failed.
  Expected<crypto::SecureBytes, crypto::Errc> decrypt_oaep_sha256(
      std::string_view block) const override;

 private:
  /// What a token is asked to sign, and how.
  struct Request {
    CK_MECHANISM mechanism{};
    std::string data;
    size_t signature_bytes = 0;
  };
  Expected<Request, crypto::Errc> request_of(crypto::Scheme scheme, std::string_view message) const;
  Request rsa_request(crypto::Scheme scheme, std::string_view message) const;
  size_t modulus_bytes() const { return modulus_.size(); }
  /// Runs `call` with this key's handle, looked up when the last one no longer holds.
  Expected<Done, Errc> with_key(
      const std::function<CK_RV(const Session&, CK_OBJECT_HANDLE)>& call) const;
  CK_RV handle_in(const Session& session, CK_OBJECT_HANDLE& handle) const;

  std::shared_ptr<Token> token_;
  std::string alias_;
  crypto::PublicKey public_key_;
  std::string modulus_;  ///< empty unless RSA
  mutable std::mutex mutex_;
  mutable CK_OBJECT_HANDLE handle_ = 0;
  mutable uint64_t epoch_ = no_epoch;
  static constexpr uint64_t no_epoch = ~uint64_t{0};
};
}  // namespace keystore::pkcs11
