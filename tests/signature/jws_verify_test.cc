// tests/signature/jws_verify_test.cc: what validate and jwtVerify make of the vectors and of texts
// that want to be believed.
#include "actors/signature/jws_verify.h"

#include <gtest/gtest.h>

#include "actors/signature/jws_sign.h"
#include "crypto/digest.h"
#include "tests/crypto/vector_keys.h"
#include "tests/crypto/weak_certificates.h"

namespace signature {
namespace {
using crypto::JwsAlgorithm;
const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};

std::vector<crypto::PublicKey> kernel_keys() {
  return {crypto::vector_key("root")->public_key(),
          crypto::vector_key("kernel_sign")->public_key()};
}
/// One after the other.
crypto::NextKey each_of(std::vector<crypto::PublicKey> keys) {
  return [keys = std::move(keys), at = size_t{0}]() mutable {
    return at < keys.size() ? std::optional{keys[at++]} : std::nullopt;
  };
}
bool validates(std::string_view jws, std::string_view data) {
  const auto result = validate_detached(jws, data, each_of(kernel_keys()));
  if (result.ok()) return true;
  EXPECT_EQ(result.error(), Errc::sign_not_valid);
  return false;
}
std::string text_or_empty(simdjson::dom::element object, const char* name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}
std::string base64url_of(std::string_view json) { return crypto::base64url_encode(json); }

TEST(Validate, Vectors) {
  for (const auto vector : crypto_vectors()["sign"]) {
    EXPECT_TRUE(validates(text_of(vector["signature"]), text_of(vector["data"])));
  }
  for (const auto vector : crypto_vectors()["validate_negative"]) {
    EXPECT_FALSE(validates(text_of(vector["signature"]), text_of(vector["data"])));
    EXPECT_EQ(row_of(Errc::sign_not_valid).code, text_of(vector["expect"]));
  }
}

TEST(Validate, APayloadCountsForNothing) {
  const auto vector = *crypto_vectors()["sign"].begin();
  auto attached = text_of(vector["signature"]);
  attached.insert(attached.find('.') + 1, base64url_of("something else"));
  EXPECT_TRUE(validates(attached, text_of(vector["data"])));
  EXPECT_FALSE(validates(attached, "something else"));
}

TEST(Validate, TextsThatAreNoSignature) {
  for (const auto* text : {"", ".", "..", "a", "a.b", "a..b", "e30..AA", "eyJhbGciOiJSUzI1NiJ9..",
                           "eyJhbGciOiJSUzI1NiJ9..AA", "eyJhbGciOiJSUzI1NiJ9..AA.AA"}) {
    EXPECT_FALSE(validates(text, "test")) << text;
  }
  EXPECT_FALSE(validate_detached("eyJhbGciOiJSUzI1NiJ9..AA", "test", each_of({})).ok());
}

TEST(Validate, NoMoreKeysAreAskedForThanIsNeeded) {
  const auto vector = *crypto_vectors()["sign"].begin();
  const auto jws = text_of(vector["signature"]);
  size_t asked = 0;
  const auto right = crypto::vector_key("kernel_sign")->public_key();
  const auto wrong = crypto::vector_key("root")->public_key();
  const auto next = [&] {
    ++asked;
    return std::optional{asked == 3 ? right : wrong};
  };
  EXPECT_TRUE(validate_detached(jws, text_of(vector["data"]), next).ok());
  EXPECT_EQ(asked, 3U);
}

TEST(Validate, AnUnencodedPayloadIsRefusedThoughItVerifies) {
  const auto vector = crypto_vectors()["jws_verify_only"]["PS256_unencoded_payload"];
  const auto jws =
      base64url_of(text_of(vector["header_json"])) + ".." + text_of(vector["signature_b64u"]);
  EXPECT_FALSE(validates(jws, text_of(vector["payload_utf8"])));
}

TEST(JwtVerify, Vectors) {
  for (const auto vector : crypto_vectors()["jwt_verify"]) {
    const auto jws = text_of(vector["jwtSignatureData"]);
    const auto claim = claim_of(jws, text_or_empty(vector, "actualData"));
    ASSERT_TRUE(claim.ok());
    const auto pem = text_or_empty(vector, "certificateData");
    const auto* of_header = claim.value().certificate();
    ASSERT_EQ(of_header == nullptr, !pem.empty());
    const auto certificate =
        of_header != nullptr ? *of_header : crypto::Certificate::from_pem(pem).value();
    const auto verdict = is_signed_by(claim.value(), certificate, now);
    ASSERT_TRUE(verdict.ok());
    const auto expected = vector["expect"];
    EXPECT_EQ(verdict.value(), bool{expected["signatureValid"]});
    EXPECT_EQ(verdict_text(verdict.value()), text_of(expected["message"]));
    EXPECT_EQ(trust_text(*trust_without_chain(false, "AUTH")), text_of(expected["trustValid"]));
  }
}

TEST(JwtVerify, ItsOwnSignaturesOfEachForm) {
  const Signer signer{
      crypto::vector_key("kernel_sign"), {crypto::vector_certificate("kernel_sign").der()}, "kid"};
  for (const bool b64 : {true, false}) {
    for (const bool attached : {true, false}) {
      SignWish wish{JwsAlgorithm::ps256, b64, attached, {}};
      wish.header.certificates = HeaderWish::Certificates::leaf;
      const auto jws = sign_jws(wish, signer, {}, R"({"a":1})").value();
      const auto actual = attached ? std::string{} : base64url_of(R"({"a":1})");
      const auto claim = claim_of(jws, actual).value();
      EXPECT_TRUE(is_signed_by(claim, *claim.certificate(), now).value());
      const auto wrong = claim_of(jws, base64url_of(R"({"a":2})")).value();
      EXPECT_FALSE(is_signed_by(wrong, *wrong.certificate(), now).value());
      const auto unreadable = claim_of(jws, "!").value();
      EXPECT_FALSE(is_signed_by(unreadable, *unreadable.certificate(), now).value());
    }
  }
}

TEST(JwtVerify, ACertificateMustBeFitToVerify) {
  const Signer signer{
      crypto::vector_key("kernel_sign"), {crypto::vector_certificate("kernel_sign").der()}, "kid"};
  const auto jws = sign_jws({JwsAlgorithm::rs256, true, true, {}}, signer, {}, "{}").value();
  const auto claim = claim_of(jws, "").value();
  const auto good = crypto::vector_certificate("kernel_sign");
  EXPECT_TRUE(is_signed_by(claim, good, now).value());
  for (const UtcTime moment :
       {good.not_before() - std::chrono::seconds{1}, good.not_after() + std::chrono::seconds{1}})
    EXPECT_EQ(is_signed_by(claim, good, moment).error(), Errc::jws_certificate_invalid);
  // For encryption alone; weak.
  std::vector unfit{crypto::vector_certificate("registration_base")};
  for (const char* pem : {crypto::weak::of_sha1, crypto::weak::of_md5, crypto::weak::of_rsa_1024})
    unfit.push_back(crypto::Certificate::from_pem(pem).value());
  for (const auto& certificate : unfit)
    EXPECT_EQ(is_signed_by(claim, certificate, now).error(), Errc::jws_certificate_invalid);
}

TEST(JwtVerify, TextsThatAreRefused) {
  const auto error_of = [](std::string_view jws) {
    const auto claim = claim_of(jws, "");
    return claim.ok() ? std::string{"none"} : std::string{row_of(claim.error()).code};
  };
  EXPECT_EQ(error_of(""), "KER-JWS-102");
  EXPECT_EQ(error_of(" \n"), "KER-JWS-102");
  for (const auto* text : {"a", "a.b", "..", "a.b.c", "a.b.c.d", "e30.e30.AA", "e30=.e30.AA"}) {
    EXPECT_EQ(error_of(text), "KER-JWS-106") << text;
  }
  EXPECT_EQ(error_of(base64url_of(R"({"alg":"RS256","alg":"RS256"})") + ".e30.AA"), "KER-JWS-106");
  EXPECT_EQ(error_of(base64url_of(R"({"alg":"none"})") + ".e30."), "KER-JWS-105");
  EXPECT_EQ(error_of(base64url_of(R"({"alg":"RS256","b64":false})") + ".e30.AA"), "KER-JWS-105");
  EXPECT_EQ(error_of(base64url_of(R"({"alg":"RS256","crit":["x"],"x":1})") + ".e30.AA"),
            "KER-JWS-105");
  EXPECT_EQ(error_of(base64url_of(R"({"alg":"RS256"})") + ".e30.AA"), "none");
}

TEST(JwtVerify, HmacUnderThePublicKeyIsNoSignature) {
  const auto spki = crypto::vector_spki("kernel_sign");
  const auto pem = crypto::vector_certificate("kernel_sign").pem();
  for (const std::string& secret : {spki, pem}) {
    for (const auto* alg : {"HS256", "RS256"}) {
      const auto input =
          base64url_of(R"({"alg":")" + std::string{alg} + "\"}") + "." + base64url_of("{}");
      const auto mac = crypto::hmac_sha256(secret, input);
      const auto jws = input + "." + crypto::base64url_encode(crypto::view_of(mac));
      const auto claim = claim_of(jws, "");
      if (alg == std::string_view{"HS256"}) {
        EXPECT_EQ(claim.error(), Errc::jws_verify_failed);
        continue;
      }
      EXPECT_FALSE(
          is_signed_by(claim.value(), crypto::vector_certificate("kernel_sign"), now).value());
    }
  }
}

TEST(JwtVerify, CertificatesOutsideTheirTimeAndOfOtherKeys) {
  const auto vector = *crypto_vectors()["jwt_verify"].begin();
  const auto jws = text_of(vector["jwtSignatureData"]);
  const auto claim = claim_of(jws, "").value();
  const auto& certificate = *claim.certificate();
  EXPECT_TRUE(is_signed_by(claim, certificate, certificate.not_before()).value());
  EXPECT_TRUE(is_signed_by(claim, certificate, certificate.not_after()).value());
  const std::chrono::seconds second{1};
  EXPECT_EQ(is_signed_by(claim, certificate, certificate.not_before() - second).error(),
            Errc::jws_certificate_invalid);
  EXPECT_EQ(is_signed_by(claim, certificate, certificate.not_after() + second).error(),
            Errc::jws_certificate_invalid);
  EXPECT_EQ(row_of(Errc::jws_certificate_invalid).code, std::string_view{"KER-JWS-107"});
  EXPECT_EQ(
      is_signed_by(claim, crypto::vector_certificate("kernel_ec_secp256r1_sign"), now).error(),
      Errc::jws_verify_failed);
  EXPECT_FALSE(is_signed_by(claim, crypto::vector_certificate("root"), now).value());
}

TEST(JwtVerify, WhatIsSaidOfTrust) {
  EXPECT_EQ(trust_without_chain(false, ""), Trust::not_verified);
  EXPECT_EQ(trust_without_chain(true, " "), Trust::no_domain);
  EXPECT_EQ(trust_without_chain(true, "AUTH"), std::nullopt);
  EXPECT_EQ(trust_text(Trust::not_verified), "TRUST_NOT_VERIFIED");
  EXPECT_EQ(trust_text(Trust::no_domain), "TRUST_NOT_VERIFIED_NO_DOMAIN");
  EXPECT_EQ(trust_text(trust_of(true)), "TRUST_CERT_PATH_VALID");
  EXPECT_EQ(trust_text(trust_of(false)), "TRUST_CERT_PATH_NOT_VALID");
}
}  // namespace
}  // namespace signature
