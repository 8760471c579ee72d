// tests/cryptomanager/jwe_header_test.cc: the header of the vector, and headers that are refused.
#include "actors/cryptomanager/jwe_header.h"

#include <gtest/gtest.h>

#include "crypto/jwe.h"
#include "crypto/random.h"
#include "tests/crypto/vector_keys.h"

namespace cryptomanager {
namespace {
std::string vector_header() { return text_of(crypto_vectors()["jwt_decrypt"]["protected_header"]); }

TEST(JweHeader, VectorBothWays) {
  const auto certificate = crypto::vector_certificate("registration_base");
  EXPECT_EQ(json_of({.thumbprint = certificate.thumbprint(),
                     .deflated = true,
                     .certificate = {},
                     .hash = false,
                     .jwk_set_url = {}}),
            vector_header());
  const auto header = read_jwe_header(vector_header());
  ASSERT_TRUE(header);
  EXPECT_EQ(header->thumbprint, certificate.thumbprint());
  EXPECT_TRUE(header->deflated);
}

TEST(JweHeader, TheVectorOpensAsItsHeaderSays) {
  const auto vector = crypto_vectors()["jwt_decrypt"];
  const auto text = text_of(vector["encData"]);
  const auto parts = crypto::split_jwe(text);
  const auto header = read_jwe_header(parts->header_json);
  const auto opened =
      crypto::decrypt_jwe(*parts, header->deflated, *crypto::vector_key("registration_base"));
  EXPECT_EQ(opened.value(), text_of(vector["plaintext"]));
}

TEST(JweHeader, EveryMember) {
  EXPECT_EQ(json_of({"\1\2\3", false, {}, false, {}}),
            R"({"cty":"JWT","typ":"JWT","alg":"RSA-OAEP-256","enc":"A256GCM","kid":"AQID"})");
  EXPECT_EQ(json_of({"\1\2\3", true, "\xff", true, "https://k/\""}),
            R"({"cty":"JWT","typ":"JWT","alg":"RSA-OAEP-256","enc":"A256GCM","kid":"AQID",)"
            R"("zip":"DEF","x5c":["/w=="],"x5t#S256":"AQID","jku":"https://k/\""})");
}

TEST(JweHeader, AKidThatIsNoThumbprintIsNone) {
  for (const auto* kid : {"", "AQID", "not base64!"}) {
    const auto header = read_jwe_header(R"({"alg":"RSA-OAEP-256","enc":"A256GCM","kid":")" +
                                        std::string{kid} + "\"}");
    ASSERT_TRUE(header) << kid;
    EXPECT_TRUE(header->thumbprint.empty());
    EXPECT_FALSE(header->deflated);
  }
  EXPECT_TRUE(read_jwe_header(R"({"alg":"RSA-OAEP-256","enc":"A256GCM"})")->thumbprint.empty());
}

TEST(JweHeader, WhatIsNotOursIsRefused) {
  for (const auto* alg : {"RSA-OAEP", "RSA1_5", "dir", "none", "A256KW", "ECDH-ES", "RS256",
                          "rsa-oaep-256", "RSA-OAEP-512", ""}) {
    EXPECT_FALSE(read_jwe_header(R"({"enc":"A256GCM","alg":")" + std::string{alg} + "\"}")) << alg;
  }
  for (const auto* enc :
       {"A128GCM", "A192GCM", "A256CBC-HS512", "A128CBC-HS256", "none", "a256gcm", ""}) {
    EXPECT_FALSE(read_jwe_header(R"({"alg":"RSA-OAEP-256","enc":")" + std::string{enc} + "\"}"))
        << enc;
  }
  for (const auto* rest :
       {R"("zip":"def")", R"("zip":"GZ")", R"("zip":"")", R"("zip":1)", R"("zip":null)",
        R"("zip":["DEF"])", R"("crit":["exp"],"exp":1)", R"("crit":[])", R"("kid":1)",
        R"("kid":"a","kid":"a")", R"("alg":"RSA-OAEP-256")", R"("zip":"DEF","zip":"DEF")"}) {
    EXPECT_FALSE(
        read_jwe_header(R"({"alg":"RSA-OAEP-256","enc":"A256GCM",)" + std::string{rest} + "}"))
        << rest;
  }
  for (const auto* json : {"", "{}", "[]", "null", "{", R"({"alg":"RSA-OAEP-256"})",
                           R"({"enc":"A256GCM"})", R"({"alg":["RSA-OAEP-256"],"enc":"A256GCM"})"}) {
    EXPECT_FALSE(read_jwe_header(json)) << json;
  }
}
}  // namespace
}  // namespace cryptomanager
