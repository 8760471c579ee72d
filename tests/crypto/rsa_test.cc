// tests/crypto/rsa_test.cc: RFC 7515's RS256 example, forms of keys, and everything refused.
#include "crypto/rsa.h"

#include <gtest/gtest.h>

#include <thread>
#include <type_traits>
#include <vector>

#include "crypto/base64.h"
#include "tests/crypto/rfc7515_a2.h"

namespace crypto {
static_assert(std::is_copy_constructible_v<RsaPrivateKey>);

static std::string decoded(std::string_view text) { return base64url_decode(text).value(); }
static RsaPrivateKey a2_key() {
  return RsaPrivateKey::from_pkcs8_der(SecureBytes::from(decoded(a2_pkcs8))).value();
}

TEST(Rsa, SignsTheExampleOfRfc7515) {
  EXPECT_EQ(base64url_encode(a2_key().sign_pkcs1_sha256(a2_message).value()), a2_signature);
}

TEST(Rsa, VerifiesTheExampleFromItsNumbers) {
  const auto key = RsaPublicKey::from_numbers({decoded(a2_modulus), decoded("AQAB")});
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key.value().bits(), 2048);
  EXPECT_TRUE(key.value().verify_pkcs1_sha256(a2_message, decoded(a2_signature)));
}

TEST(Rsa, NoByteOfMessageOrSignatureMayChange) {
  const RsaPublicKey key = a2_key().public_key().value();
  std::string message{a2_message};
  std::string signature = decoded(a2_signature);
  for (std::string* part : {&message, &signature}) {
    for (char& byte : *part) {
      byte = static_cast<char>(byte ^ 1);
      ASSERT_FALSE(key.verify_pkcs1_sha256(message, signature));
      byte = static_cast<char>(byte ^ 1);
    }
  }
  EXPECT_TRUE(key.verify_pkcs1_sha256(message, signature));
  EXPECT_FALSE(key.verify_pkcs1_sha256(message, ""));
  EXPECT_FALSE(key.verify_pkcs1_sha256(message, signature.substr(1)));
  EXPECT_FALSE(key.verify_pkcs1_sha256(message, signature + '\0'));
  EXPECT_FALSE(key.verify_pkcs1_sha256(message, '\0' + signature));
  EXPECT_FALSE(key.verify_pkcs1_sha256(message, std::string(256, '\xff')));
}

TEST(Rsa, ANewKeyWorksAndAnotherDoesNotVerifyIt) {
  const auto key = RsaPrivateKey::generate(2048);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key.value().bits(), 2048);
  const std::string signature = key.value().sign_pkcs1_sha256("message").value();
  EXPECT_EQ(signature.size(), 256u);
  EXPECT_TRUE(key.value().public_key().value().verify_pkcs1_sha256("message", signature));
  EXPECT_FALSE(a2_key().public_key().value().verify_pkcs1_sha256("message", signature));
}

TEST(Rsa, SignaturesOverLongerDigestsAreVerifiedAsWhatTheyAre) {
  const std::pair<RsaDigest, std::string_view> made[] = {{RsaDigest::sha384, a2_signature_384},
                                                         {RsaDigest::sha512, a2_signature_512},
                                                         {RsaDigest::sha256, a2_signature}};
  const RsaPublicKey key = a2_key().public_key().value();
  for (const auto& [digest, signature] : made) {
    for (const auto& [asked, other] : made) {
      EXPECT_EQ(key.verify_pkcs1(asked, a2_message, decoded(signature)), asked == digest);
      EXPECT_FALSE(key.verify_pkcs1(asked, "another message", decoded(other)));
    }
  }
}

TEST(Rsa, SizesOutOfBoundsAreNotGenerated) {
  for (const int bits : {-1, 0, 1024, rsa_bits_min - 1, rsa_bits_max + 1}) {
    EXPECT_EQ(RsaPrivateKey::generate(bits).error(), Errc::bad_input) << bits;
  }
}

TEST(Rsa, KeysComeBackFromTheirForms) {
  const SecureBytes der = a2_key().to_pkcs8_der().value();
  EXPECT_EQ(der.view(), decoded(a2_pkcs8));
  const RsaPublicKey key = a2_key().public_key().value();
  EXPECT_EQ(base64url_encode(key.modulus_bytes()), a2_modulus);
  EXPECT_EQ(base64url_encode(key.exponent_bytes()), "AQAB");
  const auto again = RsaPublicKey::from_spki_der(key.spki_der());
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(again.value().modulus_bytes(), key.modulus_bytes());
}

TEST(Rsa, BadPrivateKeysAreRefused) {
  const std::string good = decoded(a2_pkcs8);
  const std::string bad[] = {"",          "not DER",           good.substr(0, good.size() - 1),
                             good + '\0', decoded(p256_pkcs8), decoded(rsa_1024_pkcs8)};
  for (const std::string& der : bad) {
    EXPECT_EQ(RsaPrivateKey::from_pkcs8_der(SecureBytes::from(der)).error(), Errc::bad_key);
  }
}

TEST(Rsa, BadPublicNumbersAreRefused) {
  const std::string modulus = decoded(a2_modulus);
  std::string even = modulus;
  even.back() = static_cast<char>(even.back() & ~1);
  const RsaNumbers bad[] = {{"", ""},
                            {modulus, ""},
                            {modulus, std::string(1, '\0')},
                            {modulus, "\x01"},
                            {modulus, "\x04"},
                            {modulus, std::string(9, '\x01')},
                            {even, decoded("AQAB")},
                            {"", decoded("AQAB")},
                            {decoded(rsa_1024_modulus), decoded("AQAB")},
                            {std::string(1025, '\xff'), decoded("AQAB")},
                            {std::string(1 << 20, '\xff'), decoded("AQAB")}};
  for (const RsaNumbers& numbers : bad) {
    const auto key = RsaPublicKey::from_numbers(numbers);
    ASSERT_FALSE(key.ok()) << numbers.modulus.size() << ' ' << numbers.exponent.size();
    EXPECT_EQ(key.error(), Errc::bad_key);
  }
  EXPECT_TRUE(RsaPublicKey::from_numbers({'\0' + modulus, decoded("AQAB")}).ok());
}

TEST(Rsa, BadPublicKeyTextsAreRefused) {
  const std::string good = a2_key().public_key().value().spki_der();
  for (const std::string& der : {std::string{}, good + '\0', good.substr(1), decoded(a2_pkcs8)}) {
    EXPECT_EQ(RsaPublicKey::from_spki_der(der).error(), Errc::bad_key);
  }
}

TEST(Rsa, ManyThreadsSignWithOneKey) {
  const RsaPrivateKey key = a2_key();
  std::vector<int> right(4, 0);
  {
    std::vector<std::jthread> threads;
    for (int& count : right) {
      threads.emplace_back([&count, key] {
        for (int i = 0; i < 20; ++i) {
          count += base64url_encode(key.sign_pkcs1_sha256(a2_message).value()) == a2_signature;
        }
      });
    }
  }
  EXPECT_EQ(right, std::vector<int>(4, 20));
}
}  // namespace crypto
