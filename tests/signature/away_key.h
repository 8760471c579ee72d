// tests/signature/away_key.h: a key of a token that does not answer.
#pragma once
#include "tests/crypto/vector_keys.h"

namespace signature {
/// An RSA key whose public half is all that is there.
class AwayKey final : public crypto::PrivateKey {
 public:
  const crypto::PublicKey& public_key() const override { return key_->public_key(); }
  Expected<std::string, crypto::Errc> sign(crypto::Scheme, std::string_view) const override {
    return crypto::Errc::unavailable;
  }
  Expected<crypto::SecureBytes, crypto::Errc> decrypt_oaep_sha256(std::string_view) const override {
    return crypto::Errc::unavailable;
  }

 private:
  std::shared_ptr<crypto::SoftPrivateKey> key_ = crypto::vector_key("kernel_sign");
};
}  // namespace signature
