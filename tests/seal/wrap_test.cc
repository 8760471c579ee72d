// tests/seal/wrap_test.cc: wrapped secrets and the index key.
#include "actors/seal/wrap.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/seal/index_key.h"
#include "crypto/digest.h"
#include "tests/crypto/bytes.h"

namespace seal {
using crypto::unhex;
using testing::HasSubstr;

// Computed with another implementation (Python's cryptography): stored data depends on them.
constexpr std::string_view golden_index_record =
    "525f38ba1eea5ffd2f29018683c2df8901202122232425262728292a2bbdc6eb638e6af24513688d3aa64d817888"
    "25a291819d8bf8a64282fc1a310d5f598ec8353296076a89acfe87109616ae";
constexpr std::string_view golden_phone_key =
    "6fb39c0826353cc855e22cf4fdbeb438b906d541b511864eab3f234a4172be38";

class Wrap : public testing::Test {
 protected:
  static MasterKey master_from(char digit) {
    return MasterKey::from_text("0f" + std::string(62, digit)).value();
  }
  static std::string hex(std::string_view bytes) {
    return crypto::hex_lower(std::as_bytes(std::span{bytes.data(), bytes.size()}));
  }
  std::string wrapped_secret() {
    return wrap_secret(master_, random_, "token-key", secret_.span()).value();
  }

  crypto::CountingRandom random_;
  MasterKey master_ = MasterKey::generate(random_);
  MasterKey other_ = master_from('7');
  crypto::SecureBytes secret_ = crypto::SecureBytes::from("PKCS#8, say");
};

TEST_F(Wrap, ASecretComesBack) {
  const std::string wrapped = wrapped_secret();
  EXPECT_EQ(unwrap_secret(master_, "token-key", wrapped).value().view(), secret_.view());
  EXPECT_EQ(wrapped.find("PKCS"), std::string::npos);
  EXPECT_NE(wrapped_secret(), wrapped) << "each wrapping has its own nonce";
}

TEST_F(Wrap, AnEmptySecretComesBack) {
  const auto wrapped = wrap_secret(master_, random_, "token-key", {});
  EXPECT_TRUE(unwrap_secret(master_, "token-key", wrapped.value()).value().empty());
}

TEST_F(Wrap, AnotherMasterOrPurposeDoesNotUnwrap) {
  const std::string wrapped = wrapped_secret();
  for (const auto& refused : {unwrap_secret(other_, "token-key", wrapped).error(),
                              unwrap_secret(master_, "token-key2", wrapped).error(),
                              unwrap_secret(master_, "", wrapped).error()}) {
    EXPECT_EQ(refused, crypto::Errc::decryption_failed);
  }
}

TEST_F(Wrap, NoByteMayChangeAndNoneMayBeMissing) {
  std::string wrapped = wrapped_secret();
  for (size_t i = 0; i < wrapped.size(); ++i) {
    wrapped[i] = static_cast<char>(wrapped[i] ^ 1);
    ASSERT_EQ(unwrap_secret(master_, "token-key", wrapped).error(),
              crypto::Errc::decryption_failed);
    wrapped[i] = static_cast<char>(wrapped[i] ^ 1);
    ASSERT_FALSE(unwrap_secret(master_, "token-key", wrapped.substr(0, i)).ok());
  }
  EXPECT_FALSE(unwrap_secret(master_, "token-key", wrapped + "x").ok());
  EXPECT_TRUE(unwrap_secret(master_, "token-key", wrapped).ok());
}

TEST_F(Wrap, TheIndexKeyRecordHasItsGoldenForm) {
  crypto::CountingRandom random;
  EXPECT_EQ(hex(create_index_key(random, master_).value()), golden_index_record);
  const auto key = open_index_key(unhex(golden_index_record), master_);
  ASSERT_TRUE(key.ok()) << key.error();
  EXPECT_EQ(hex(key.value().key_of({"phone", "9876543210"})), golden_phone_key);
}

TEST_F(Wrap, IndexKeysDifferByNameSpaceValueAndStore) {
  const auto key = open_index_key(create_index_key(random_, master_).value(), master_);
  const auto second = open_index_key(create_index_key(random_, master_).value(), master_);
  const std::string phone = key.value().key_of({"phone", "123"});
  EXPECT_EQ(phone.size(), 32u);
  EXPECT_EQ(key.value().key_of({"phone", "123"}), phone);
  EXPECT_NE(key.value().key_of({"phone", "124"}), phone);
  EXPECT_NE(key.value().key_of({"email", "123"}), phone);
  EXPECT_NE(key.value().key_of({"phone1", "23"}), phone) << "the border is part of it";
  EXPECT_NE(second.value().key_of({"phone", "123"}), phone);
}

TEST_F(Wrap, AWrongMasterKeyIsNamed) {
  const auto key = open_index_key(unhex(golden_index_record), other_);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ(key.error(), "the master key does not belong to this store");
}

TEST_F(Wrap, ADamagedIndexKeyRecordIsNamed) {
  const std::string record = unhex(golden_index_record);
  for (size_t i = 0; i < record.size(); ++i) {
    std::string changed = record;
    changed[i] = static_cast<char>(changed[i] ^ 0x80);
    const auto key = open_index_key(changed, master_);
    ASSERT_FALSE(key.ok());
    // The first 16 bytes are what tells master keys apart.
    EXPECT_THAT(key.error(), HasSubstr(i < 16 ? "does not belong" : "damaged"));
  }
  EXPECT_THAT(open_index_key("", master_).error(), HasSubstr("damaged"));
  EXPECT_THAT(open_index_key(record.substr(0, 40), master_).error(), HasSubstr("damaged"));
}
}  // namespace seal
