// tests/device/signed_answer_test.cc: the sheet's constructed vector, a signature's round trip, and
// who is believed.
#include "actors/device/signed_answer.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "crypto/jws.h"
#include "tests/device/device_samples.h"

namespace device {
namespace {
/// Devices sheet A.5.
constexpr std::string_view vector_payload =
    "eyJzdGF0dXMiOiJSRUdJU1RFUkVEIiwiZGlnaXRhbElkIjoiZXlKelpYSnBZV3hPYnlJNklrNVhMVEF3TURBeE55SXNJ"
    "bVJsZG1salpWQnliM1pwWkdWeUlqb2lUbTl5ZEdoM2FXNWtJRUpwYjIxbGRISnBZM01pTENKa1pYWnBZMlZRY205MmFX"
    "Umxja2xrSWpvaU5XWXdZelZqTUdVdE1tTXhZaTAwWXpVeUxUbGhOVGt0TUdRMlpqTmhPR1kzWlRFeElpd2liV0ZyWlNJ"
    "NklrNVhNVEFpTENKdGIyUmxiQ0k2SWtZeElpd2laR0YwWlZScGJXVWlPaUl5TURJd0xUQXlMVEUyVkRFeU9qVXdPalF4"
    "TGpBd01Gb2lMQ0owZVhCbElqb2lSbWx1WjJWeUlpd2laR1YyYVdObFUzVmlWSGx3WlNJNklsTnBibWRzWlNKOSIsImRl"
    "dmljZUNvZGUiOiIwYzlmNGE1Mi03ZTBiLTRmMzktOGQwZS02YTNjMWMwYTViNzciLCJlbnYiOiJEZXZlbG9wZXIiLCJ0"
    "aW1lU3RhbXAiOiIyMDIwLTAyLTE2VDEyOjUwOjQyLjUwMFoifQ==";

Device vector_device() {
  Device device = sample_device("0c9f4a52-7e0b-4f39-8d0e-6a3c1c0a5b77");
  device.digital_id = {"NW-000017",
                       "Northwind Biometrics",
                       "5f0c5c0e-2c1b-4c52-9a59-0d6f3a8f7e11",
                       "NW10",
                       "F1",
                       "2020-02-16T12:50:41.000Z",
                       "Finger",
                       "Single"};
  return device;
}

std::shared_ptr<crypto::SoftPrivateKey> rsa_key() {
  return crypto::SoftPrivateKey::generate(crypto::KeyKind::rsa).value();
}

crypto::Certificate certificate_of(const crypto::PrivateKey& key) {
  crypto::CertificateSpec spec{};
  spec.profile = crypto::Profile::base;
  spec.subject.common_name = "device";
  spec.not_before = noon;
  spec.not_after = noon + std::chrono::hours{24};
  spec.serial = "12345678";
  return crypto::issue_certificate(spec, key.public_key(), nullptr, key).value();
}

std::string jws_of(const crypto::PrivateKey& key) {
  return crypto::sign_jws({crypto::JwsAlgorithm::rs256, R"({"alg":"RS256"})", "{}"}, key).value();
}
}  // namespace

TEST(SignedAnswer, TheSheetsVector) {
  UtcTime now{};
  ASSERT_TRUE(parse_iso_utc("2020-02-16T12:50:42.500Z", now));
  EXPECT_EQ(answer_payload(vector_device(), "Developer", now), vector_payload);
  EXPECT_EQ(crypto::base64_encode(R"({"alg":"RS256","type":"JWS"})"), answer_header);
}

TEST(SignedAnswer, IsVerifiedByItsKeyAlone) {
  const auto key = rsa_key();
  const auto answer = signed_answer(std::string{vector_payload}, *key);
  ASSERT_TRUE(answer.ok());
  const auto said = verified_answer(answer.value(), key->public_key());
  ASSERT_TRUE(said);
  EXPECT_EQ(*said, crypto::base64_decode(vector_payload));
  EXPECT_EQ(digital_id_in(*said), digital_id_json(vector_device().digital_id));
  EXPECT_EQ(verified_answer(answer.value(), rsa_key()->public_key()), std::nullopt);
  const auto curve = crypto::SoftPrivateKey::generate(crypto::KeyKind::ec_p256).value();
  EXPECT_EQ(verified_answer(answer.value(), curve->public_key()), std::nullopt);
}

TEST(SignedAnswer, AChangeAnywhereIsSeen) {
  const auto key = rsa_key();
  const std::string answer = signed_answer(std::string{vector_payload}, *key).value();
  for (size_t at = 0; at < answer.size(); at += 7) {
    std::string other = answer;
    other[at] = other[at] == 'A' ? 'B' : 'A';
    EXPECT_EQ(verified_answer(other, key->public_key()), std::nullopt) << at;
  }
  for (const char* text : {"", ".", "..", "a.b.c"})
    EXPECT_EQ(verified_answer(text, key->public_key()), std::nullopt);
  EXPECT_EQ(verified_answer(answer + ".", key->public_key()), std::nullopt);
}

TEST(SignedAnswer, AKeyOfAnotherKindSignsNothing) {
  const auto curve = crypto::SoftPrivateKey::generate(crypto::KeyKind::ec_p256).value();
  EXPECT_EQ(signed_answer("payload", *curve).error(), Errc::jws_sign_failed);
}

TEST(SignedAnswer, WhoIsBelieved) {
  const auto key = rsa_key(), other = rsa_key();
  const std::vector known{certificate_of(*other), certificate_of(*key)};
  EXPECT_TRUE(are_trusted({}, known));
  EXPECT_TRUE(are_trusted({"a.b.c"}, {}));
  EXPECT_TRUE(are_trusted({jws_of(*key), jws_of(*other)}, known));
  EXPECT_FALSE(are_trusted({jws_of(*key), jws_of(*rsa_key())}, known));
  std::string none = jws_of(*key);
  none.replace(0, none.find('.'), crypto::base64url_encode(R"({"alg":"none"})"));
  for (const std::string& wrong : {none, std::string{"a.b.c"}, std::string{"e30.e30."}})
    EXPECT_FALSE(are_trusted({wrong}, known)) << wrong;
}
}  // namespace device
