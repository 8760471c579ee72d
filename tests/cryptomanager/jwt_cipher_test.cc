// tests/cryptomanager/jwt_cipher_test.cc: jwtEncrypt and jwtDecrypt: the vector, both ways,
// refusals.
#include "actors/cryptomanager/jwt_cipher.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "crypto/random.h"
#include "tests/crypto/vector_keys.h"
#include "tests/crypto/weak_certificates.h"

namespace cryptomanager {
struct JwtCipherTest : ::testing::Test {
  const crypto::Certificate base = crypto::vector_certificate("registration_base");
  const std::shared_ptr<crypto::SoftPrivateKey> key = crypto::vector_key("registration_base");
  crypto::SystemRandom random;
};

TEST_F(JwtCipherTest, ReadsTheVector) {
  const auto vector = crypto_vectors()["jwt_decrypt"].is_array()
                          ? crypto_vectors()["jwt_decrypt"].at(0).value()
                          : crypto_vectors()["jwt_decrypt"].value();
  const std::string text = text_of(vector["encData"]);
  const auto jwe = read_jwt(text);
  ASSERT_TRUE(jwe.ok());
  EXPECT_EQ(jwe.value()->thumbprint, base.thumbprint());
  EXPECT_EQ(decrypt_jwt(*jwe.value(), *key).value(), text_of(vector["data_b64u"]));
}

TEST_F(JwtCipherTest, WhatItEncryptsItDecrypts) {
  for (const bool deflated : {true, false}) {
    JweWish wish;
    wish.deflated = deflated;
    wish.includes_certificate = wish.includes_hash = true;
    const auto text = encrypt_jwt(base, R"({"a":1})", wish, random).value();
    const auto jwe = read_jwt(text);
    ASSERT_TRUE(jwe.ok());
    EXPECT_EQ(jwe.value()->deflated, deflated);
    EXPECT_EQ(decrypt_jwt(*jwe.value(), *key).value(), crypto::base64url_encode(R"({"a":1})"));
    EXPECT_EQ(decrypt_jwt(*jwe.value(), *crypto::vector_key("root")).error(),
              Errc::crypto_jwe_decrypt);
  }
}

TEST_F(JwtCipherTest, TakesJsonOrASignedText) {
  EXPECT_EQ(jwe_plaintext(crypto::base64url_encode("{}"), true).value(), "{}");
  EXPECT_EQ(jwe_plaintext("e30.e30.AAAA", true).value(), "e30.e30.AAAA");
  EXPECT_EQ(jwe_plaintext("AAAA", true).error(), Errc::crypto_no_json);
  EXPECT_EQ(jwe_plaintext("AAAA", false).value().size(), 3u);
  EXPECT_EQ(jwe_plaintext("*", false).error(), Errc::crypto_data_invalid);
}

TEST_F(JwtCipherTest, EncryptsForRsaAlone) {
  const auto ec = crypto::vector_certificate("kernel_ec_secp256r1_sign");
  EXPECT_EQ(encrypt_jwt(ec, "{}", {}, random).error(), Errc::crypto_master_key);
}

TEST_F(JwtCipherTest, ARecipientOfARequestMustBeFit) {
  const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
  EXPECT_EQ(refusal_of_recipient(base, now), std::nullopt);
  for (const UtcTime moment :
       {base.not_before() - std::chrono::seconds{1}, base.not_after() + std::chrono::seconds{1}})
    EXPECT_EQ(refusal_of_recipient(base, moment)->errc, Errc::key_certificate_invalid);
  const auto errc_of = [&](const crypto::Certificate& certificate) {
    return refusal_of_recipient(certificate, now)->errc;
  };
  EXPECT_EQ(errc_of(crypto::vector_certificate("kernel_sign")), Errc::key_certificate_invalid);
  EXPECT_EQ(errc_of(crypto::vector_certificate("kernel_ec_secp256r1_sign")),
            Errc::crypto_master_key);
  EXPECT_EQ(errc_of(crypto::Certificate::from_pem(crypto::weak::of_md5).value()),
            Errc::key_certificate_invalid);
  EXPECT_EQ(errc_of(crypto::Certificate::from_pem(crypto::weak::of_rsa_1024).value()),
            Errc::crypto_master_key);
}

TEST_F(JwtCipherTest, TooMuchIsNotEncrypted) {
  const std::string large(crypto::jwe_plaintext_bytes_max + 1, 'x');
  EXPECT_EQ(encrypt_jwt(base, large, {}, random).error(), Errc::crypto_jwe_encrypt);
}

TEST_F(JwtCipherTest, WhatIsNoJweIsRefused) {
  for (const char* text : {"", "a.b.c", "a.b.c.d.e", "e30.AAAA.AAAA.AAAA.AAAA"})
    EXPECT_EQ(read_jwt(text).error(), Errc::crypto_jwe_decrypt) << text;
}
}  // namespace cryptomanager
