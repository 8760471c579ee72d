// tests/crypto/error_queue_test.cc: what fails leaves OpenSSL's list of errors empty.
#include <gtest/gtest.h>
#include <openssl/err.h>

#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
/// The 256 bytes of the modulus in an RSA-2048 SubjectPublicKeyInfo with exponent 65537.
std::string modulus_in(const std::string& spki) {
  constexpr size_t modulus_bytes = 256, exponent_bytes = 5;
  return spki.substr(spki.size() - exponent_bytes - modulus_bytes, modulus_bytes);
}

/// `der` with a modulus that is even: OpenSSL reads it and cannot reckon with it.
std::string spoilt(std::string der, const std::string& modulus) {
  const size_t at = der.find(modulus);
  EXPECT_NE(at, std::string::npos);
  char& last = der[at + modulus.size() - 1];
  last = static_cast<char>(last & ~1);
  return der;
}

}  // namespace

class ErrorQueue : public testing::Test {
 protected:
  ErrorQueue() { ERR_clear_error(); }
  void TearDown() override { EXPECT_EQ(ERR_peek_error(), 0UL); }

  const std::string spki = vector_spki("registration_base");
  const std::string modulus = modulus_in(spki);
  std::shared_ptr<SoftPrivateKey> spoilt_key() const {
    const auto good = vector_key("registration_base")->to_pkcs8_der().value();
    const SecureBytes der = SecureBytes::from(spoilt(std::string{good.view()}, modulus));
    return SoftPrivateKey::from_pkcs8_der(der.span()).value();
  }
};

TEST_F(ErrorQueue, OfAnEncryptionThatFails) {
  const auto key = PublicKey::from_spki_der(spoilt(spki, modulus)).value();
  EXPECT_EQ(key.encrypt_oaep_sha256("secret").error(), Errc::internal);
}

TEST_F(ErrorQueue, OfASignatureThatFails) {
  const auto key = spoilt_key();
  EXPECT_EQ(key->sign(Scheme::pkcs1_sha256, "message").error(), Errc::internal);
  EXPECT_EQ(ERR_peek_error(), 0UL);
  EXPECT_EQ(key->sign(Scheme::pss_sha256, "message").error(), Errc::internal);
}

TEST_F(ErrorQueue, OfADecryptionThatFails) {
  const auto key = vector_key("registration_base");
  EXPECT_EQ(key->decrypt_oaep_sha256(std::string(256, 'x')).error(), Errc::decryption_failed);
}
}  // namespace crypto
