// tests/auth/token_keys_test.cc: key ids, the JWKS entry and the record of earlier stores.
#include <gtest/gtest.h>

#include "actors/auth/key_record.h"
#include "actors/auth/record_codec.h"
#include "actors/seal/wrap.h"
#include "crypto/base64.h"
#include "tests/auth/tokens.h"
#include "tests/fakes/seeded_random.h"

namespace auth {
TEST(TokenKeys, TheKidIsTheThumbprintOfRfc7638) {
  // Section 3.1 of the RFC.
  const std::string n =
      "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_"
      "BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"
      "FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"
      "bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
  EXPECT_EQ(thumbprint_of({*crypto::base64url_decode(n), *crypto::base64url_decode("AQAB")}),
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
}
TEST(TokenKeys, AJwkIsThePublicKey) {
  const auto set = test::set_of(test::key(), {test::foreign_key()});
  ASSERT_EQ(set->jwks.size(), 2u);
  const auto numbers = set->verify.front().key.numbers();
  EXPECT_EQ(crypto::base64url_decode(set->jwks.front().modulus), numbers.modulus);
  EXPECT_EQ(set->jwks.front().exponent, "AQAB");
  EXPECT_EQ(set->jwks.front().kid, thumbprint_of(numbers));
  EXPECT_EQ(set->jwks.front().kid, set->current.kid);
  EXPECT_EQ(set->jwks.back().kid, test::foreign_key().kid);
}

/// As a server wrote it before the key manager had the token keys.
std::string old_record(const std::vector<TokenKey>& keys, const seal::MasterKey& master,
                       Random& random, std::string_view more = {}) {
  RecordWriter record(1, 8192);
  record.number(keys.size());
  for (const TokenKey& one : keys) {
    record.signed_number(test::noon);
    record.text(one.key.to_pkcs8_der().value().view());
  }
  const std::string bytes = record.bytes() + std::string{more};
  return seal::wrap_secret(master, random, "token-key", std::as_bytes(std::span{bytes})).value();
}
TEST(TokenKeyRecord, OpensWithItsMasterKeyAlone) {
  SeededRandom random;
  const auto master = seal::MasterKey::generate(random);
  const auto record = old_record({test::key(), test::foreign_key()}, master, random);
  const auto opened = unwrap_keys(record, master);
  ASSERT_TRUE(opened.ok());
  ASSERT_EQ(opened.value().size(), 2u);
  EXPECT_EQ(opened.value().front().created, test::noon);
  EXPECT_EQ(token_key_of(opened.value().front().key).value().kid, test::key().kid);
  EXPECT_FALSE(unwrap_keys(record, seal::MasterKey::generate(random)).ok());
}
TEST(TokenKeyRecord, DamagedOnesAreNoKeys) {
  SeededRandom random;
  const auto master = seal::MasterKey::generate(random);
  EXPECT_TRUE(unwrap_keys(old_record({test::key()}, master, random), master).ok());
  EXPECT_FALSE(unwrap_keys(old_record({test::key()}, master, random, "x"), master).ok());
  EXPECT_FALSE(unwrap_keys(old_record({}, master, random), master).ok());
  const std::vector<TokenKey> three(3, test::key());
  EXPECT_FALSE(unwrap_keys(old_record(three, master, random), master).ok());
  EXPECT_FALSE(unwrap_keys("", master).ok());
}
}  // namespace auth
