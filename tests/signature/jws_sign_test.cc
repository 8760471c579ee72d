// tests/signature/jws_sign_test.cc: every signature of the vectors, made again.
#include "actors/signature/jws_sign.h"

#include <gtest/gtest.h>

#include "actors/signature/header_read.h"
#include "tests/crypto/vector_keys.h"
#include "tests/signature/away_key.h"

namespace signature {
namespace {
using crypto::JwsAlgorithm;

Signer kernel_sign() {
  return {
      crypto::vector_key("kernel_sign"),
      {crypto::vector_certificate("kernel_sign").der(), crypto::vector_certificate("root").der()},
      text_of(crypto_vectors()["certificates"]["kernel_sign"]["kid"])};
}

bool flag(simdjson::dom::element request, const char* name) {
  bool value = false;
  return request[name].get(value) == simdjson::SUCCESS && value;
}

/// The decoded header of what `wish` makes of `data`.
std::string header_of(const SignWish& wish, const KidRules& rules, std::string_view data = "{}") {
  const auto compact = sign_jws(wish, kernel_sign(), rules, data).value();
  return *crypto::base64url_decode(crypto::split_jws(compact)->header);
}

TEST(JwsSign, VectorsOfSign) {
  const auto key = crypto::vector_key("kernel_sign");
  for (const auto vector : crypto_vectors()["sign"]) {
    EXPECT_EQ(sign_detached(*key, text_of(vector["data"])).value(), text_of(vector["signature"]));
  }
}

TEST(JwsSign, VectorsOfJwtSign) {
  for (const auto vector : crypto_vectors()["jwt_sign"]) {
    const simdjson::dom::element request = vector["request"];
    const auto data = data_to_sign(text_of(request["dataToSign"]), true);
    SignWish wish{.algorithm = JwsAlgorithm::rs256,
                  .b64 = true,
                  .attached = flag(request, "includePayload"),
                  .header = {}};
    if (flag(request, "includeCertificate")) {
      wish.header.certificates = HeaderWish::Certificates::leaf;
    }
    wish.header.hash = flag(request, "includeCertHash");
    EXPECT_EQ(header_of(wish, {}, data.value()), text_of(vector["protected_header"]));
    EXPECT_EQ(sign_jws(wish, kernel_sign(), {}, data.value()).value(),
              text_of(vector["jwtSignedData"]));
  }
}

TEST(JwsSign, TheHeaderOfTheUnencodedVector) {
  const auto vector = crypto_vectors()["jws_verify_only"]["PS256_unencoded_payload"];
  const SignWish wish{JwsAlgorithm::ps256, false, false, {}};
  EXPECT_EQ(header_of(wish, {}), text_of(vector["header_json"]));
  const auto payload = text_of(vector["payload_utf8"]);
  const auto compact = sign_jws(wish, kernel_sign(), {}, payload).value();
  const auto parts = crypto::split_jws(compact);
  EXPECT_TRUE(parts->payload.empty());
  EXPECT_TRUE(crypto::verify_jws(*parts, {JwsAlgorithm::ps256, payload, false},
                                 kernel_sign().key->public_key()));
}

TEST(JwsSign, HeadersOfTheCurveVectors) {
  const auto vectors = crypto_vectors()["jws_verify_only"];
  for (const auto algorithm : {JwsAlgorithm::es256, JwsAlgorithm::es256k, JwsAlgorithm::eddsa}) {
    const auto vector = vectors[crypto::name_of(algorithm)];
    const Signer signer{
        crypto::vector_key(text_of(vector["key"])), {crypto::vector_certificate("root").der()}, {}};
    const auto theirs = text_of(vector["compact"]);
    const auto payload = *crypto::base64url_decode(crypto::split_jws(theirs)->payload);
    const auto ours = sign_jws({algorithm, true, true, {}}, signer, {}, payload).value();
    EXPECT_EQ(ours.size(), theirs.size());
    EXPECT_EQ(ours.substr(0, ours.rfind('.')), theirs.substr(0, theirs.rfind('.')));
    EXPECT_EQ(ours == theirs, algorithm == JwsAlgorithm::eddsa);  // ECDSA is randomised
  }
}

TEST(JwsSign, TheWholeChainAndTheAddress) {
  SignWish wish{JwsAlgorithm::ps256, true, true, {}};
  wish.header.certificates = HeaderWish::Certificates::chain;
  wish.header.certificate_url = "https://keys.example.org/c";
  const auto json = header_of(wish, {false, {}});
  const auto header = read_header(crypto::base64url_encode(json));
  ASSERT_TRUE(header.ok());
  ASSERT_EQ(header.value().certificates.size(), 2u);
  EXPECT_EQ(header.value().certificates[0].der(), kernel_sign().chain[0]);
  EXPECT_EQ(header.value().certificates[1].der(), kernel_sign().chain[1]);
  EXPECT_TRUE(json.ends_with(R"(],"x5u":"https://keys.example.org/c"})")) << json;
}

TEST(JwsSign, KidAndItsPrefix) {
  const SignWish wish;
  const auto kid = kernel_sign().kid;
  const auto with = [](const std::string& text) {
    return R"({"alg":"RS256","kid":")" + text + "\"}";
  };
  EXPECT_EQ(header_of(wish, {true, ""}), with(kid));
  EXPECT_EQ(header_of(wish, {false, "p"}), R"({"alg":"RS256"})");
  EXPECT_EQ(header_of(wish, {true, "did:web:x#"}), with("did:web:x#" + kid));
  for (const auto* name : {"PAYLOAD_ISSUER", "payload_issuer", "Payload_Issuer"}) {
    EXPECT_EQ(header_of(wish, {true, name}, R"({"iss":"me"})"), with("me#" + kid));
  }
  EXPECT_EQ(header_of(wish, {true, "PAYLOAD_ISSUER"}, R"({"iss":1})"), with("#" + kid));
  EXPECT_EQ(header_of(wish, {true, "PAYLOAD_ISSUER"}, "no json"), with("#" + kid));
  EXPECT_EQ(header_of(wish, {true, "PAYLOAD_ISSUERS"}), with("PAYLOAD_ISSUERS" + kid));
}

TEST(JwsSign, AnAdditionalKidIsAPrefix) {
  const auto kid = kernel_sign().kid;
  const auto with = [](const std::string& text) {
    return R"({"alg":"RS256","typ":"a","kid":")" + text + "\"}";
  };
  SignWish wish;
  wish.header.additional = {{"kid", "did:x"}, {"typ", "a"}};
  EXPECT_EQ(header_of(wish, {true, "p"}), with("did:x#" + kid));
  wish.header.additional = {{"kid", "did:x#"}, {"typ", "a"}};
  EXPECT_EQ(header_of(wish, {true, "p"}), with("did:x#" + kid));
  wish.header.additional = {{"kid", ""}, {"typ", "a"}};
  EXPECT_EQ(header_of(wish, {true, "p"}), with("#" + kid));
}

TEST(JwsSign, AnAlgorithmOfAnotherKeyIsRefused) {
  const SignWish wish{JwsAlgorithm::es256, true, true, {}};
  EXPECT_EQ(sign_jws(wish, kernel_sign(), {}, "{}").error(), Errc::jws_sign_failed);
  EXPECT_EQ(sign_detached(*crypto::vector_key("ed25519_sign"), "x").error(), Errc::jws_sign_failed);
  EXPECT_EQ(row_of(Errc::jws_sign_failed).code, std::string_view{"KER-JWS-104"});
}

TEST(JwsSign, AKeyWhoseTokenIsAwayIsNoBadKey) {
  EXPECT_EQ(fault_of_signing(crypto::Errc::unavailable).errc, Errc::keystore_failed);
  for (const auto errc : {crypto::Errc::bad_key, crypto::Errc::internal})
    EXPECT_EQ(fault_of_signing(errc).errc, Errc::jws_sign_failed);
  EXPECT_EQ(sign_detached(AwayKey{}, "x").error(), Errc::keystore_failed);
}

TEST(JwsSign, DataThatIsNone) {
  for (const auto* text : {"", " ", "=", "a", "!!!!", "e30==="}) {
    EXPECT_EQ(data_to_sign(text, false).error(), Errc::jws_data_invalid) << text;
  }
  EXPECT_EQ(row_of(Errc::jws_data_invalid).code, std::string_view{"KER-JWS-102"});
}

TEST(JwsSign, DataThatMustBeJson) {
  for (const std::string json : {"{}", "[1]", "1", "\"x\"", R"({"a":{"b":[]}})"}) {
    EXPECT_EQ(data_to_sign(crypto::base64url_encode(json), true).value(), json);
  }
  for (const std::string json : {"{", "{}x", "x", "\xff"}) {
    EXPECT_EQ(data_to_sign(crypto::base64url_encode(json), true).error(), Errc::jws_data_no_json);
    EXPECT_EQ(data_to_sign(crypto::base64url_encode(json), false).value(), json);
  }
  EXPECT_EQ(row_of(Errc::jws_data_no_json).code, std::string_view{"KER-JWS-103"});
}
}  // namespace
}  // namespace signature
