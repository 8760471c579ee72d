// tests/crypto/jwe_test.cc: the JWE of the vectors, there and back, and one failure for all flips.
#include "crypto/jwe.h"

#include <gtest/gtest.h>

#include "crypto/aes_gcm.h"
#include "crypto/deflate.h"
#include "crypto/random.h"
#include "tests/crypto/bytes.h"
#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
constexpr std::string_view jwe_header = R"({"alg":"RSA-OAEP-256","enc":"A256GCM"})";

class Jwe : public testing::Test {
 protected:
  std::string made(std::string_view plaintext, bool deflated) {
    return encrypt_jwe({jwe_header, plaintext, deflated}, key_->public_key(), random_).value();
  }
  /// Nothing when it opens.
  std::optional<Errc> fault_of(const JweParts& parts, bool deflated = false) {
    const auto opened = decrypt_jwe(parts, deflated, *key_);
    if (opened.ok()) return std::nullopt;
    return opened.error();
  }
  std::shared_ptr<SoftPrivateKey> key_ = vector_key("registration_base");
  SystemKeyRandom random_;
};

TEST_F(Jwe, VectorDecrypts) {
  const auto vector = crypto_vectors()["jwt_decrypt"];
  const auto compact = text_of(vector["encData"]);
  const auto parts = split_jwe(compact);
  ASSERT_TRUE(parts);
  EXPECT_EQ(parts->header_json, text_of(vector["protected_header"]));
  const auto opened = decrypt_jwe(*parts, true, *key_);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened.value(), text_of(vector["plaintext"]));
  EXPECT_EQ(base64url_encode(opened.value()), text_of(vector["data_b64u"]));
}

TEST_F(Jwe, VectorIsMadeAgain) {
  // The nonce and the key of the vector are unknown: what is equal is the form.
  const auto vector = crypto_vectors()["jwt_decrypt"];
  const auto compact =
      encrypt_jwe({text_of(vector["protected_header"]), text_of(vector["plaintext"]), true},
                  key_->public_key(), random_);
  ASSERT_TRUE(compact.ok());
  const auto theirs = text_of(vector["encData"]);
  EXPECT_EQ(compact.value().size(), theirs.size());
  EXPECT_EQ(compact.value().substr(0, compact.value().find('.')),
            theirs.substr(0, theirs.find('.')));
  const auto parts = split_jwe(compact.value());
  EXPECT_EQ(decrypt_jwe(*parts, true, *key_).value(), text_of(vector["plaintext"]));
}

TEST_F(Jwe, ThereAndBack) {
  for (const bool deflated : {true, false}) {
    for (const std::string& plaintext : {std::string{}, std::string{"x"}, std::string(9999, 'y')}) {
      const auto compact = made(plaintext, deflated);
      const auto parts = split_jwe(compact);
      ASSERT_TRUE(parts);
      EXPECT_EQ(decrypt_jwe(*parts, deflated, *key_).value(), plaintext);
    }
  }
  EXPECT_NE(made("x", false), made("x", false));
}

TEST_F(Jwe, EveryFlippedByteOfEveryPartIsOneFailure) {
  const auto compact = made("some plaintext", false);
  const auto parts = *split_jwe(compact);
  ASSERT_EQ(fault_of(parts), std::nullopt);
  for (std::string JweParts::* part :
       {&JweParts::encrypted_key, &JweParts::nonce, &JweParts::sealed}) {
    for (size_t at = 0; at < (parts.*part).size(); ++at) {
      auto flipped = parts;
      (flipped.*part)[at] = static_cast<char>((flipped.*part)[at] ^ (1 << (at % 8)));
      EXPECT_EQ(fault_of(flipped), Errc::decryption_failed) << at;
    }
  }
  std::string text{parts.protected_text};
  for (char& c : text) {
    c = static_cast<char>(c ^ 1);
    auto flipped = parts;
    flipped.protected_text = text;
    EXPECT_EQ(fault_of(flipped), Errc::decryption_failed);
    c = static_cast<char>(c ^ 1);
  }
}

TEST_F(Jwe, BlocksAndContentKeysThatDoNotFitAreTheSameFailure) {
  const auto compact = made("some plaintext", false);
  const auto good = *split_jwe(compact);
  for (const size_t bytes : {size_t{1}, size_t{255}, size_t{257}, size_t{512}}) {
    auto parts = good;
    parts.encrypted_key = std::string(bytes, '\1');
    EXPECT_EQ(fault_of(parts), Errc::decryption_failed) << bytes;
  }
  for (const size_t bytes : {size_t{0}, size_t{16}, size_t{31}, size_t{33}}) {
    auto parts = good;
    parts.encrypted_key = key_->public_key().encrypt_oaep_sha256(std::string(bytes, 'k')).value();
    EXPECT_EQ(fault_of(parts), Errc::decryption_failed) << bytes;
  }
  auto other = good;
  other.encrypted_key =
      vector_key("kernel_sign")->public_key().encrypt_oaep_sha256(std::string(32, 'k')).value();
  EXPECT_EQ(fault_of(other), Errc::decryption_failed);
}

TEST_F(Jwe, WhatDoesNotInflateIsTheSameFailure) {
  const auto compact = made("no deflate stream", false);
  EXPECT_EQ(fault_of(*split_jwe(compact), true), Errc::decryption_failed);
  // Authentic, and yet refused: the sender of a bomb knows the public key as well as any other.
  const auto bomb = *deflate_raw(std::string(jwe_plaintext_bytes_max + 1, '\0'));
  const auto bomb_compact = made(bomb, false);
  EXPECT_EQ(fault_of(*split_jwe(bomb_compact), true), Errc::decryption_failed);
  const auto largest = *deflate_raw(std::string(jwe_plaintext_bytes_max, '\0'));
  const auto largest_compact = made(largest, false);
  EXPECT_EQ(decrypt_jwe(*split_jwe(largest_compact), true, *key_).value().size(),
            jwe_plaintext_bytes_max);
}

TEST_F(Jwe, OtherKeysAndTooLongTextsAreRefused) {
  const auto ed = vector_key("ed25519_sign");
  EXPECT_EQ(encrypt_jwe({jwe_header, "x"}, ed->public_key(), random_).error(), Errc::bad_key);
  const auto compact = made("x", true);
  EXPECT_EQ(decrypt_jwe(*split_jwe(compact), true, *ed).error(), Errc::bad_key);
  const std::string large(jwe_plaintext_bytes_max + 1, 'x');
  EXPECT_EQ(encrypt_jwe({jwe_header, large}, key_->public_key(), random_).error(), Errc::bad_input);
}

/// `form` with a nonce for its N and a tag for its T, each of the right length.
std::string filled(std::string_view form) {
  std::string text;
  for (const char c : form) {
    if (c == 'N') {
      text.append(16, 'A');
    } else if (c == 'T') {
      text.append(22, 'A');
    } else {
      text += c;
    }
  }
  return text;
}

TEST(JweSplit, OnlyFivePartsOfStrictBase64url) {
  EXPECT_TRUE(split_jwe(filled("e30.AA.N.AA.T")));
  EXPECT_TRUE(split_jwe(filled("e30.AA.N..T")));  // an empty plaintext
  for (const auto* form : {"", "....", "e30.AA.N.T", "e30.AA.N.AA.T.", "e30.AA.N.AA.T.AA",
                           "e30.AA.N.AA.T=", "e30.AA.N.AA.TA", "e30.AA.N.AA.T\n", " e30.AA.N.AA.T",
                           "e30=.AA.N.AA.T", ".AA.N.AA.T", "e30..N.AA.T", "e30.AB.N.AA.T",
                           "e30.AA.NAAA.AA.T", "e30.AA..AA.T", "e30.AA.N.AA.", "e30.AA.N.A+.T"}) {
    EXPECT_FALSE(split_jwe(filled(form))) << form;
  }
}

TEST(JweSplit, AboveABoundNothingIsSplit) {
  const std::string rest = filled(".AA.N.AA.T");
  EXPECT_TRUE(split_jwe(std::string(jwe_header_chars_max, 'A') + rest));
  EXPECT_FALSE(split_jwe(std::string(jwe_header_chars_max + 4, 'A') + rest));
  std::string large = filled("e30.AA.N.");
  large.append(jwe_bytes_max, 'A');
  EXPECT_FALSE(split_jwe(large + filled(".T")));
}
}  // namespace
}  // namespace crypto
