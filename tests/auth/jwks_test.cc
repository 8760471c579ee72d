// tests/auth/jwks_test.cc: which keys of a JWKS document count.
#include "actors/auth/jwks.h"

#include <gtest/gtest.h>

#include "tests/auth/external_tokens.h"

namespace auth {
using test::jwk_json;
using test::key;

static std::string set_of(const std::string& keys) { return R"({"keys":[)" + keys + "]}"; }

static std::vector<std::string> kids_of(const std::string& text) {
  std::vector<std::string> out;
  if (const auto keys = read_jwks(text)) {
    for (const ExternalKey& one : *keys) out.push_back(one.kid);
  }
  return out;
}

TEST(Jwks, AKeyIsReadWithTheAlgorithmThatItNames) {
  const auto keys = read_jwks(set_of(jwk_json("a", key(), R"(,"use":"sig","alg":"RS384")") + ',' +
                                     jwk_json("b", test::foreign_key(), "")));
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ(keys->at(0).only, RsaAlgorithm::rs384);
  EXPECT_EQ(keys->at(1).only, std::nullopt);
  EXPECT_EQ(keys->at(0).key.spki_der(), key().key.public_key().value().spki_der());
}

TEST(Jwks, KeysThatAreNotForUsAreLeftOut) {
  const std::string good = jwk_json("good", key(), "");
  const std::string others[] = {
      jwk_json("x", key(), R"(,"use":"enc")"),
      jwk_json("x", key(), R"(,"use":1)"),
      jwk_json("x", key(), R"(,"key_ops":["encrypt"])"),
      jwk_json("x", key(), R"(,"alg":"HS256")"),
      jwk_json("x", key(), R"(,"alg":"PS256")"),
      jwk_json("x", key(), R"(,"alg":"RSA-OAEP")"),
      jwk_json("x", key(), R"(,"alg":null)"),
      jwk_json("x", key(), R"(,"kid":"y")"),
      jwk_json("", key(), ""),
      jwk_json(std::string(kid_bytes_max + 1, 'k'), key(), ""),
      R"({"kty":"RSA","kid":"x","n":"AQAB","e":"AQAB"})",
      R"({"kty":"RSA","kid":"x","n":"!","e":"AQAB"})",
      R"({"kty":"RSA","kid":"x"})",
      R"({"kty":"EC","kid":"x","crv":"P-256","x":"AA","y":"AA"})",
      R"({"kty":"oct","kid":"x","k":"AAAA"})",
      R"({"kid":"x"})",
      R"({})",
  };
  for (const std::string& other : others) {
    EXPECT_EQ(kids_of(set_of(other + ',' + good)), std::vector<std::string>{"good"}) << other;
    EXPECT_FALSE(read_jwks(set_of(other))) << other;
  }
}

TEST(Jwks, AKidThatComesTwiceNamesNobody) {
  const std::string a = jwk_json("a", key(), ""), again = jwk_json("a", test::foreign_key(), "");
  EXPECT_EQ(kids_of(set_of(a + ',' + again + ',' + jwk_json("b", key(), ""))),
            std::vector<std::string>{"b"});
  EXPECT_FALSE(read_jwks(set_of(a + ',' + again)));
}

TEST(Jwks, GarbageIsNoSet) {
  const std::string good = jwk_json("a", key(), "");
  const std::string cases[] = {"",
                               "<html>",
                               "[]",
                               "{}",
                               R"({"keys":{}})",
                               R"({"keys":["a"]})",
                               R"({"keys":[]})",
                               set_of(good) + "x",
                               set_of(good + ",1"),
                               R"({"keys":[],"keys":[)" + good + "]}"};
  for (const std::string& text : cases) EXPECT_FALSE(read_jwks(text)) << text;
}

TEST(Jwks, ThereAreBounds) {
  std::string many;
  for (size_t i = 0; i < jwks_keys_max; ++i) many += jwk_json(std::to_string(i), key(), "") + ',';
  many.pop_back();
  EXPECT_EQ(kids_of(set_of(many)).size(), jwks_keys_max);
  EXPECT_FALSE(read_jwks(set_of(many + ',' + jwk_json("more", key(), ""))));
  const std::string good = set_of(jwk_json("a", key(), ""));
  EXPECT_TRUE(read_jwks(good + std::string(jwks_bytes_max - good.size(), ' ')));
  EXPECT_FALSE(read_jwks(good + std::string(jwks_bytes_max - good.size() + 1, ' ')));
}
}  // namespace auth
