// tests/auth/token_keys_test.cc: key ids, rotation and the sealed record.
#include <gtest/gtest.h>

#include "actors/auth/key_record.h"
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
TEST(TokenKeys, RotationKeepsThePreviousKeyAlone) {
  TokenKeys keys = test::keys();
  const std::string first = keys.current().kid;
  ASSERT_FALSE(keys.rotate(2));
  const std::string second = keys.current().kid;
  EXPECT_NE(second, first);
  EXPECT_EQ(keys.jwks().value().back().kid, first);
  ASSERT_FALSE(keys.rotate(3));
  ASSERT_EQ(keys.verify_keys().value().size(), token_keys_kept);
  EXPECT_EQ(keys.verify_keys().value().back().kid, second);
}
TEST(TokenKeys, TheRecordOpensWithItsMasterKeyAlone) {
  SeededRandom random;
  const auto master = seal::MasterKey::generate(random);
  const auto record = wrap_keys(test::keys(), master, random).value();
  const auto opened = unwrap_keys(record, master);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(opened.value().current().kid, test::keys().current().kid);
  EXPECT_EQ(opened.value().current().created, test::noon);
  EXPECT_FALSE(unwrap_keys(record, seal::MasterKey::generate(random)).ok());
  const auto der = test::keys().current().key.to_pkcs8_der().value();
  EXPECT_EQ(record.find(der.view().substr(64, 32)), record.npos);
}
TEST(TokenKeys, DamagedRecordsAreNoKeys) {
  const auto bytes = test::keys().encode().value();
  EXPECT_TRUE(TokenKeys::decode(bytes.view()).ok());
  for (const size_t size : {size_t{0}, size_t{1}, size_t{9}, size_t{30}, bytes.size() - 1}) {
    EXPECT_FALSE(TokenKeys::decode(bytes.view().substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(TokenKeys::decode(std::string{bytes.view()} + "x").ok());
}
TEST(TokenKeys, AJwkIsThePublicKey) {
  const auto jwk = test::keys().jwks().value().front();
  const auto numbers = test::keys().verify_keys().value().front().key.numbers();
  EXPECT_EQ(crypto::base64url_decode(jwk.modulus), numbers.modulus);
  EXPECT_EQ(jwk.exponent, "AQAB");
  EXPECT_EQ(jwk.kid, thumbprint_of(numbers));
}
}  // namespace auth
