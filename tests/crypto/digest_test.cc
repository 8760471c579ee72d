// tests/crypto/digest_test.cc: published vectors of SHA-256, HMAC and HKDF, from several threads.
#include "crypto/digest.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "crypto/compare.h"
#include "crypto/sha256_sum.h"
#include "tests/crypto/bytes.h"

namespace crypto {
TEST(Sha256Sum, PiecesAreOneMessage) {
  const std::string message = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  for (size_t cut = 0; cut <= message.size(); ++cut) {
    Sha256Sum sum;
    sum.add(std::string_view{message}.substr(0, cut));
    Sha256Sum moved = std::move(sum);
    moved.add(std::string_view{message}.substr(cut));
    EXPECT_EQ(moved.finish(), sha256(message));
  }
  EXPECT_EQ(Sha256Sum{}.finish(), sha256(""));
}

// The examples of FIPS 180-4.
TEST(Digest, Sha256) {
  EXPECT_EQ(hex_lower(sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hex_upper(sha256("abc")),
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD");
  EXPECT_EQ(hex_lower(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hex_lower(sha256(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

// RFC 4231, cases 1, 2 and 6.
TEST(Digest, HmacSha256) {
  EXPECT_EQ(hex_lower(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex_lower(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex_lower(hmac_sha256(std::string(131, '\xaa'),
                                  "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Digest, AnEmptyHmacKeyIsAKeyAndNotTheLastOne) {
  const auto empty = hmac_sha256("", "message");
  hmac_sha256("another key", "message");
  EXPECT_EQ(hmac_sha256({}, "message"), empty);
  EXPECT_EQ(hmac_sha256(std::string(64, '\0'), "message"), empty) << "RFC 2104 pads with zeros";
}

// RFC 5869, test cases 1, 2 and 3.
TEST(Digest, HkdfSha256) {
  EXPECT_EQ(hex_lower(hkdf_sha256({.key = std::string(22, '\x0b'),
                                   .salt = unhex("000102030405060708090a0b0c"),
                                   .info = unhex("f0f1f2f3f4f5f6f7f8f9")},
                                  42)
                          .value()
                          .span()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  std::string key, salt, info;
  for (int i = 0; i < 0x50; ++i) {
    key.push_back(static_cast<char>(i));
    salt.push_back(static_cast<char>(0x60 + i));
    info.push_back(static_cast<char>(0xb0 + i));
  }
  EXPECT_EQ(hex_lower(hkdf_sha256({key, salt, info}, 82).value().span()),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
            "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
            "cc30c58179ec3e87c14c01d5c1f3434f1d87");
  EXPECT_EQ(hex_lower(hkdf_sha256({std::string(22, '\x0b'), "", ""}, 42).value().span()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Digest, HkdfKnowsItsBounds) {
  EXPECT_EQ(hkdf_sha256({"key", "", ""}, 0).error(), Errc::bad_input);
  EXPECT_EQ(hkdf_sha256({"key", "", ""}, hkdf_bytes_max + 1).error(), Errc::bad_input);
  EXPECT_EQ(hkdf_sha256({"key", "", ""}, hkdf_bytes_max).value().size(), hkdf_bytes_max);
}

TEST(Digest, EachThreadHasItsOwnContext) {
  const auto expected_hash = sha256("abc");
  const auto expected_mac = hmac_sha256("key", "abc");
  std::vector<int> wrong(4, 0);
  {
    std::vector<std::jthread> threads;
    for (int& count : wrong) {
      threads.emplace_back([&] {
        for (int i = 0; i < 2'000; ++i) {
          count += sha256("abc") != expected_hash;
          count += hmac_sha256("key", "abc") != expected_mac;
        }
      });
    }
  }
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Compare, EqualOnlyWhenEveryByteIs) {
  EXPECT_TRUE(equal_constant_time("", ""));
  EXPECT_TRUE(equal_constant_time("secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secreT"));
  EXPECT_FALSE(equal_constant_time("Secret", "secret"));
  EXPECT_FALSE(equal_constant_time("secret", "secret "));
  EXPECT_FALSE(equal_constant_time("", "s"));
}
TEST(Compare, SeesOneBitAtEveryPlaceOfLongTexts) {
  const std::string text(200, 'x');
  for (size_t size = 0; size <= text.size(); ++size) {
    std::string other = text.substr(0, size);
    EXPECT_TRUE(equal_constant_time(std::string_view{text}.substr(0, size), other));
    for (size_t at = 0; at < size; ++at) {
      other[at] ^= 0x10;
      EXPECT_FALSE(equal_constant_time(std::string_view{text}.substr(0, size), other)) << at;
      other[at] ^= 0x10;
    }
  }
}

// FIPS 180-4's examples.
TEST(Digest, Sha1OfThePublishedTexts) {
  EXPECT_EQ(sha1("abc"), unhex("a9993e364706816aba3e25717850c26c9cd0d89d"));
  EXPECT_EQ(sha1(""), unhex("da39a3ee5e6b4b0d3255bfef95601890afd80709"));
}
}  // namespace crypto
