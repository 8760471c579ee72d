// tests/crypto/aes_gcm_test.cc: the GCM specification's vectors, and that nothing forged opens.
#include "crypto/aes_gcm.h"

#include <gtest/gtest.h>

#include <utility>

#include "crypto/digest.h"
#include "tests/crypto/bytes.h"

namespace crypto {
static std::string hex(std::string_view bytes) {
  return hex_lower(std::as_bytes(std::span{bytes.data(), bytes.size()}));
}

// McGrew and Viega, "The Galois/Counter Mode of Operation", test cases 13, 14 and 16.
TEST(AesGcm, PublishedVectors) {
  const std::string zeros(32, '\0');
  const GcmInput zero{zeros, std::string_view(zeros).substr(0, 12), {}};
  EXPECT_EQ(hex(aes_256_gcm_seal(zero, "").value()), "530f8afbc74536b9a963b4f1c4cb738b");
  EXPECT_EQ(hex(aes_256_gcm_seal(zero, zeros.substr(0, 16)).value()),
            "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");

  const std::string key = unhex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
  const std::string nonce = unhex("cafebabefacedbaddecaf888");
  const std::string aad = unhex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
  const std::string plaintext = unhex(
      "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
  const auto sealed = aes_256_gcm_seal({key, nonce, aad}, plaintext);
  EXPECT_EQ(hex(sealed.value()),
            "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            "76fc6ece0f4e1768cddf8853bb2d551b");
  EXPECT_EQ(aes_256_gcm_open({key, nonce, aad}, sealed.value()).value(), plaintext);
}

class AesGcmTampering : public testing::Test {
 protected:
  std::string key = std::string(32, 'k');
  std::string nonce = std::string(12, 'n');
  std::string aad = "record 7";
  std::string plaintext = "what nobody may change";
  std::string sealed = aes_256_gcm_seal({key, nonce, aad}, plaintext).value();

  void refused(const GcmInput& input, std::string_view text) {
    ASSERT_EQ(aes_256_gcm_open(input, text).error(), Errc::decryption_failed);
    ASSERT_EQ(aes_256_gcm_open_secret(input, text).error(), Errc::decryption_failed);
  }
  void each_bit_of(std::string& part) {
    for (size_t bit = 0; bit < part.size() * 8; ++bit) {
      const char flip = static_cast<char>(1 << bit % 8);
      part[bit / 8] = static_cast<char>(part[bit / 8] ^ flip);
      refused({key, nonce, aad}, sealed);
      part[bit / 8] = static_cast<char>(part[bit / 8] ^ flip);
    }
    EXPECT_EQ(aes_256_gcm_open({key, nonce, aad}, sealed).value(), plaintext);
    EXPECT_EQ(aes_256_gcm_open_secret({key, nonce, aad}, sealed).value().view(), plaintext);
  }
};

TEST_F(AesGcmTampering, NoBitOfTheSealedTextMayChange) { each_bit_of(sealed); }
TEST_F(AesGcmTampering, NoBitOfTheAssociatedDataMayChange) { each_bit_of(aad); }
TEST_F(AesGcmTampering, NoBitOfTheNonceMayChange) { each_bit_of(nonce); }
TEST_F(AesGcmTampering, NoBitOfTheKeyMayChange) { each_bit_of(key); }

TEST_F(AesGcmTampering, NoLengthButItsOwnOpens) {
  for (size_t size = 0; size < sealed.size(); ++size) {
    refused({key, nonce, aad}, sealed.substr(0, size));
    refused({key, nonce, aad}, sealed.substr(sealed.size() - size));
  }
  refused({key, nonce, aad}, sealed + '\0');
}

TEST_F(AesGcmTampering, AnEmptyMessageIsProtectedToo) {
  const auto empty = aes_256_gcm_seal({key, nonce, aad}, "").value();
  EXPECT_EQ(aes_256_gcm_open({key, nonce, aad}, empty).value(), "");
  EXPECT_TRUE(aes_256_gcm_open_secret({key, nonce, aad}, empty).value().empty());
  refused({key, nonce, "record 8"}, empty);
}

TEST_F(AesGcmTampering, WrongLengthsOfKeyAndNonceAreNamed) {
  for (const size_t size : {0, 16, 31, 33}) {
    const std::string bad(size, 'k');
    EXPECT_EQ(aes_256_gcm_seal({bad, nonce, aad}, "").error(), Errc::bad_key);
    EXPECT_EQ(aes_256_gcm_open({bad, nonce, aad}, sealed).error(), Errc::bad_key);
  }
  for (const size_t size : {size_t{0}, gcm_nonce_bytes_max + 1}) {
    const std::string bad(size, 'n');
    EXPECT_EQ(aes_256_gcm_seal({key, bad, aad}, "").error(), Errc::bad_input);
    EXPECT_EQ(aes_256_gcm_open_secret({key, bad, aad}, sealed).error(), Errc::bad_input);
  }
}

// Members `aad_only` and `salt16_and_aad` of the key manager's golden vectors: nonces of 16 bytes.
TEST(AesGcm, ANonceMayHaveAnotherLength) {
  const std::string key = unhex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  const std::string aad = "This is sample aad";
  const std::string plaintext =
      unhex("4d4f534950206b65726e656c2063727970746f20766563746f7220e29c93");
  const std::pair<const char*, const char*> cases[] = {
      {"101112131415161718191a1b1c1d1e1f",
       "c7156929b75150ca1965fb0597c36378c0f10ef8466966b965729c59c464961ba46e47449106c768ff0a7e9c85"
       "29"},
      {"2c0ed872f3fd0dd2c8548e42c05b7549",
       "ebfd46d991e6377a08c6b008782ec34c7091a5d0d76b6073da82d81f8c92837acc1f057cc3157a4f330fdf8136"
       "03"}};
  for (const auto& [nonce_hex, sealed_hex] : cases) {
    const std::string nonce = unhex(nonce_hex);
    const GcmInput input{key, nonce, aad};
    EXPECT_EQ(hex(aes_256_gcm_seal(input, plaintext).value()), sealed_hex);
    EXPECT_EQ(aes_256_gcm_open(input, unhex(sealed_hex)).value(), plaintext);
  }
  for (const size_t size : {size_t{1}, size_t{11}, size_t{13}, gcm_nonce_bytes_max}) {
    const std::string nonce(size, 'n');
    const auto sealed = aes_256_gcm_seal({key, nonce, aad}, plaintext);
    EXPECT_EQ(aes_256_gcm_open({key, nonce, aad}, sealed.value()).value(), plaintext);
    const std::string other = nonce.substr(1) + "m";
    EXPECT_EQ(aes_256_gcm_open({key, other, aad}, sealed.value()).error(), Errc::decryption_failed);
  }
}
}  // namespace crypto
