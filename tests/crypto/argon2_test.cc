// tests/crypto/argon2_test.cc: published hashes, and what a hostile PHC string may cost.
#include "crypto/argon2.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "tests/crypto/bytes.h"

namespace crypto {
constexpr Argon2Params cheap{.memory_kib = 64, .iterations = 1, .parallelism = 1};
// From the reference implementation's own tests (version 0x13).
constexpr std::string_view published =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

TEST(Argon2, MakesThePublishedHash) {
  EXPECT_EQ(hash_password("password", "somesalt", {65536, 2, 1}).value(), published);
}

TEST(Argon2, VerifiesThePublishedHash) {
  EXPECT_TRUE(verify_password(published, "password"));
  EXPECT_FALSE(verify_password(published, "Password"));
}

TEST(Argon2, EachHashHasItsOwnSalt) {
  CountingRandom random;
  const auto first = hash_password("secret", random, cheap).value();
  const auto second = hash_password("secret", random, cheap).value();
  EXPECT_NE(first, second);
  EXPECT_EQ(random.drawn(), 2 * argon2_salt_bytes);
  for (const auto& phc : {first, second}) {
    EXPECT_TRUE(verify_password(phc, "secret"));
    EXPECT_FALSE(verify_password(phc, "secret "));
    EXPECT_FALSE(verify_password(phc, ""));
  }
}

TEST(Argon2, TheDefaultCostsAreInTheText) {
  CountingRandom random;
  EXPECT_TRUE(hash_password("", random).value().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
}

TEST(Argon2, NoCharacterOfThePhcMayChange) {
  const auto phc = hash_password("secret", "saltsaltsalt", cheap).value();
  for (size_t i = 0; i < phc.size(); ++i) {
    std::string changed = phc;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    ASSERT_FALSE(verify_password(changed, "secret")) << changed;
    ASSERT_FALSE(verify_password(phc.substr(0, i), "secret"));
  }
  EXPECT_FALSE(verify_password(phc + "A", "secret"));
  EXPECT_FALSE(verify_password(phc + "=", "secret"));
  EXPECT_TRUE(verify_password(phc, "secret"));
}

TEST(Argon2, CostsBeyondTheBoundsAreRefused) {
  const std::string rest = "$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
  for (const char* costs :
       {"m=65537,t=2,p=1", "m=4294967295,t=2,p=1", "m=4294967296,t=2,p=1", "m=64,t=11,p=1",
        "m=64,t=1,p=5", "m=0,t=1,p=1", "m=64,t=0,p=1", "m=64,t=1,p=0", "m=7,t=1,p=1",
        "m=-64,t=1,p=1", "m=064,t=1,p=1", "m= 64,t=1,p=1", "m=64,t=1", "m=64,t=1,p=1,x=1"}) {
    EXPECT_FALSE(verify_password("$argon2id$v=19$" + std::string(costs) + rest, "password"))
        << costs;
  }
  EXPECT_EQ(hash_password("p", "somesalt", {65537, 1, 1}).error(), Errc::bad_input);
  EXPECT_EQ(hash_password("p", "somesalt", {64, 11, 1}).error(), Errc::bad_input);
  EXPECT_EQ(hash_password("p", "somesalt", {64, 1, 5}).error(), Errc::bad_input);
  EXPECT_EQ(hash_password("p", "somesalt", {7, 1, 1}).error(), Errc::bad_input);
}

TEST(Argon2, LengthsBeyondTheBoundsAreRefused) {
  const std::string longest(password_bytes_max, 'p');
  EXPECT_EQ(hash_password("p", "7 bytes", cheap).error(), Errc::bad_input);
  EXPECT_EQ(hash_password("p", std::string(65, 's'), cheap).error(), Errc::bad_input);
  EXPECT_EQ(hash_password(longest + "p", "somesalt", cheap).error(), Errc::bad_input);
  const auto phc = hash_password(longest, "somesalt", cheap).value();
  EXPECT_TRUE(verify_password(phc, longest));
  EXPECT_FALSE(verify_password(phc, longest + "p"));
}

TEST(Argon2, OtherKindsOfHashAreNotVerified) {
  for (const char* phc :
       {"", "$",
        "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=64,t=1,p=1$$"}) {
    EXPECT_FALSE(verify_password(phc, "password"));
  }
}

// Member `argon2id` of the key manager's golden vectors.
TEST(Argon2, TheGoldenRawHash) {
  const std::string salt = unhex("0102030405060708090a0b0c0d0e0f101112131415161718");
  const Argon2Params params{.memory_kib = 65536, .iterations = 10, .parallelism = 2};
  EXPECT_EQ(base64url_encode(argon2id_raw("test input", salt, params).value()),
            "WxbSZPAjb8I4xs9VRBA73D03NxadASDPRPpQoGA1Zxs");
  EXPECT_EQ(argon2id_raw("test input", salt.substr(0, 7), params).error(), Errc::bad_input);
}
}  // namespace crypto
