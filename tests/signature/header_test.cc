// tests/signature/header_test.cc: headers written as the vectors have them, and read strictly.
#include <gtest/gtest.h>

#include "actors/signature/header_read.h"
#include "actors/signature/header_write.h"
#include "tests/crypto/vector_keys.h"

namespace signature {
namespace {
using crypto::JwsAlgorithm;

TEST(HeaderWrite, MembersInTheirOrder) {
  EXPECT_EQ(json_of({}), R"({"alg":"RS256"})");
  WrittenHeader header{.algorithm = JwsAlgorithm::ps256,
                       .b64 = false,
                       .certificates = {"\1\2\3", std::string(1, '\xff')},
                       .thumbprint = "\xfb\xff",
                       .certificate_url = "https://a/b\"c",
                       .additional = {{"typ", "vc+jwt"}, {"cty", "x"}},
                       .kid = "k"};
  EXPECT_EQ(json_of(header),
            R"({"alg":"PS256","b64":false,"crit":["b64"],"x5c":["AQID","/w=="],"x5t#S256":"-_8",)"
            R"("x5u":"https://a/b\"c","typ":"vc+jwt","cty":"x","kid":"k"})");
}

TEST(HeaderWrite, AdditionalMembersCannotSayWhatIsNotSo) {
  WrittenHeader header;
  for (const auto* name :
       {"alg", "b64", "crit", "jku", "jwk", "kid", "x5c", "x5t", "x5t#S256", "x5u", ""}) {
    header.additional.emplace_back(name, "none");
  }
  header.additional.emplace_back("typ", "first");
  header.additional.emplace_back("typ", "second");
  EXPECT_EQ(json_of(header), R"({"alg":"RS256","typ":"first"})");
}

TEST(HeaderRead, OfTheVectors) {
  for (const auto vector : crypto_vectors()["jwt_sign"]) {
    const auto json = text_of(vector["protected_header"]);
    const auto header = read_header(crypto::base64url_encode(json));
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(header.value().algorithm, JwsAlgorithm::rs256);
    EXPECT_TRUE(header.value().b64);
    if (json.find("x5c") == std::string::npos) {
      EXPECT_TRUE(header.value().certificates.empty());
      continue;
    }
    ASSERT_EQ(header.value().certificates.size(), 1u);
    EXPECT_EQ(header.value().certificates.front().der(),
              crypto::vector_certificate("kernel_sign").der());
  }
  const auto unencoded =
      text_of(crypto_vectors()["jws_verify_only"]["PS256_unencoded_payload"]["header_json"]);
  const auto header = read_header(crypto::base64url_encode(unencoded));
  ASSERT_TRUE(header.ok());
  EXPECT_EQ(header.value().algorithm, JwsAlgorithm::ps256);
  EXPECT_FALSE(header.value().b64);
}

TEST(HeaderRead, WhatWasWrittenIsRead) {
  const auto der = crypto::vector_certificate("root").der();
  for (const bool b64 : {true, false}) {
    const auto json = json_of({.algorithm = JwsAlgorithm::es256k,
                               .b64 = b64,
                               .certificates = {der, der},
                               .thumbprint = "t",
                               .certificate_url = {},
                               .additional = {{"typ", "JWT"}},
                               .kid = "k"});
    const auto header = read_header(crypto::base64url_encode(json));
    ASSERT_TRUE(header.ok());
    EXPECT_EQ(header.value().algorithm, JwsAlgorithm::es256k);
    EXPECT_EQ(header.value().b64, b64);
    EXPECT_EQ(header.value().certificates.size(), 2u);
  }
}

void expect_fault(const std::string& json, HeaderErrc errc) {
  const auto header = read_header(crypto::base64url_encode(json));
  ASSERT_FALSE(header.ok()) << json;
  EXPECT_EQ(header.error(), errc) << json;
}

TEST(HeaderRead, AlgorithmsWithoutAPublicKeyAreRefused) {
  for (const auto* name : {"none", "None", "NONE", "", "HS256", "HS384", "HS512", "RS384", "rs256",
                           "RSA-OAEP-256", "dir"}) {
    expect_fault(R"({"alg":")" + std::string{name} + R"("})", HeaderErrc::refused);
  }
}

TEST(HeaderRead, CritAndB64ByTheRules) {
  EXPECT_TRUE(
      read_header(crypto::base64url_encode(R"({"alg":"ES256","b64":true,"crit":["b64"]})")).ok());
  for (const auto* rest : {
           R"("b64":false)",                         // without crit a verifier may not know it
           R"("b64":true)",                          //
           R"("crit":["b64"])",                      // names what is not there
           R"("crit":[])",                           // must not be empty
           R"("b64":false,"crit":[])",               //
           R"("b64":false,"crit":["b64","b64"])",    //
           R"("b64":false,"crit":["exp"],"exp":1)",  // unknown
           R"("crit":["exp"],"exp":1)",              //
           R"("b64":false,"crit":["b64","exp"],"exp":1)",
           R"("b64":false,"crit":"b64")",
           R"("b64":false,"crit":{"b64":1})",
           R"("b64":false,"crit":[["b64"]])",
           R"("b64":false,"crit":null)",
           R"("b64":"false","crit":["b64"])",
           R"("b64":0,"crit":["b64"])",
           R"("b64":null,"crit":["b64"])",
       }) {
    expect_fault(R"({"alg":"ES256",)" + std::string{rest} + "}", HeaderErrc::refused);
  }
}

TEST(HeaderRead, MembersThatAreThereTwiceMakeItUnreadable) {
  expect_fault(R"({"alg":"RS256","alg":"ES256"})", HeaderErrc::unreadable);
  expect_fault(R"({"alg":"RS256","\u0061lg":"none"})", HeaderErrc::unreadable);
  expect_fault(R"({"alg":"RS256","crit":["b64"],"b64":true,"b64":false})", HeaderErrc::unreadable);
  expect_fault(R"({"alg":"RS256","x":1,"x":1})", HeaderErrc::unreadable);
}

TEST(HeaderRead, WhatIsNoJsonObjectOrHasNoAlgIsUnreadable) {
  for (const auto* json : {"", "{", "[]", "null", "1", R"("alg")", "{}", R"({"alg":1})",
                           R"({"alg":null})", R"({"alg":["RS256"]})", R"({"ALG":"RS256"})",
                           R"({"alg":"RS256"}{})", R"({"alg":"RS256"} x)", R"({"alg":"RS256",})"}) {
    expect_fault(json, HeaderErrc::unreadable);
  }
  expect_fault("{\"alg\":\"RS256\",\"x\":\"\xff\"}", HeaderErrc::unreadable);
  expect_fault(
      std::string(R"({"alg":"RS256","x":)") + std::string(2000, '[') + std::string(2000, ']') + "}",
      HeaderErrc::unreadable);
}

TEST(HeaderRead, OnlyStrictBase64urlAndNotTooMuchOfIt) {
  const auto good = crypto::base64url_encode(R"({"alg":"RS256"})");
  ASSERT_TRUE(read_header(good).ok());
  for (const auto& text : {good + "=", good + "\n", " " + good, good + "A", std::string{}}) {
    EXPECT_FALSE(read_header(text).ok()) << text;
  }
  const std::string padding(49'130, 'x');  // 65,536 characters in all
  const auto largest = crypto::base64url_encode(R"({"alg":"RS256","x":")" + padding + "\"}");
  ASSERT_EQ(largest.size(), crypto::jws_header_chars_max);
  EXPECT_TRUE(read_header(largest).ok());
  const auto larger = crypto::base64url_encode(R"({"alg":"RS256","x":")" + padding + "xxx\"}");
  EXPECT_FALSE(read_header(larger).ok());
}

TEST(HeaderRead, CertificatesThatAreNone) {
  const auto good = crypto::base64_encode(crypto::vector_certificate("root").der());
  for (const auto& x5c :
       {std::string{R"("x")"}, std::string{R"([1])"}, std::string{R"([""])"},
        std::string{R"(["AQID"])"}, R"([")" + good + R"(="])", R"([")" + good.substr(4) + R"("])",
        R"([")" + good + R"(",null])", std::string{R"([[]])"}, std::string{R"({})"}}) {
    expect_fault(R"({"alg":"RS256","x5c":)" + x5c + "}", HeaderErrc::unreadable);
  }
  const auto many = std::vector<std::string>(header_certificates_max + 1,
                                             crypto::vector_certificate("root").der());
  expect_fault(json_of({.algorithm = JwsAlgorithm::rs256,
                        .b64 = true,
                        .certificates = many,
                        .thumbprint = {},
                        .certificate_url = {},
                        .additional = {},
                        .kid = {}}),
               HeaderErrc::unreadable);
  EXPECT_TRUE(read_header(crypto::base64url_encode(R"({"alg":"RS256","x5c":[]})")).ok());
}
}  // namespace
}  // namespace signature
