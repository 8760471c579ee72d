// tests/crypto/certificate_use_test.cc: every profile for every use; each defect alone, and which
// of several is told.
#include "crypto/certificate_use.h"

#include <gtest/gtest.h>

#include "tests/crypto/vector_keys.h"
#include "tests/crypto/weak_certificates.h"

namespace crypto::certificate_use_test {
namespace {
using enum CertificateUse;
using std::chrono::days;
using std::chrono::microseconds;
const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};

/// Self-signed, from yesterday until tomorrow.
Certificate made(Profile profile, UtcTime from = now - days{1}, UtcTime until = now + days{1},
                 const std::string& key_name = "kernel_ec_secp256r1_sign") {
  const auto key = vector_key(key_name);
  Name subject;
  subject.common_name = "x";
  return issue_certificate({profile, subject, from, until, "12345678"}, key->public_key(), nullptr,
                           *key)
      .value();
}
Certificate read(const char* pem) { return Certificate::from_pem(pem).value(); }
}  // namespace

TEST(CertificateUse, IsWhatTheProfileIsFor) {
  struct Case {
    Profile profile;
    bool signs, enciphers, issues;
  };
  for (const auto& [profile, signs, enciphers, issues] :
       {Case{Profile::root, true, false, true}, Case{Profile::module, true, false, true},
        Case{Profile::base, false, true, false}, Case{Profile::signer, true, false, false},
        Case{Profile::partner, true, false, true}, Case{Profile::partner_auth, true, true, true}}) {
    SCOPED_TRACE(static_cast<int>(profile));
    const auto certificate = made(profile);
    EXPECT_EQ(allows(certificate, signing), signs);
    EXPECT_EQ(allows(certificate, enciphering), enciphers);
    EXPECT_EQ(allows(certificate, issuing), issues);
    EXPECT_TRUE(allows(certificate, signing_or_enciphering));
    EXPECT_EQ(allows(certificate, signing_or_issuing), signs || issues);
    for (const auto use : {signing, enciphering, issuing})
      EXPECT_EQ(defect_of(certificate, use, now),
                allows(certificate, use) ? std::nullopt : std::optional{Defect::wrong_use});
  }
}

TEST(CertificateUse, AnEd25519KeySignsWhereItsCertificateSaysEncipherment) {
  const auto certificate = made(Profile::base, now - days{1}, now + days{1}, "ed25519_sign");
  EXPECT_FALSE(certificate.may_sign());
  EXPECT_EQ(defect_of(certificate, signing, now), std::nullopt);
  EXPECT_EQ(defect_of(certificate, issuing, now), Defect::wrong_use);
}

TEST(CertificateUse, BothEndsOfItsLifeCount) {
  const auto certificate = made(Profile::signer);
  for (const auto& [moment, defect] :
       {std::pair{now - days{1} - microseconds{1}, std::optional{Defect::not_yet_valid}},
        {now - days{1}, std::nullopt},
        {now, std::nullopt},
        {now + days{1}, std::nullopt},
        {now + days{1} + microseconds{1}, std::optional{Defect::expired}}})
    EXPECT_EQ(defect_of(certificate, signing, moment), defect);
}

TEST(CertificateUse, AWeakSignatureOrKeySpoilsIt) {
  for (const char* pem : {weak::of_sha1, weak::of_md5, weak::of_ripemd160, weak::of_rsa_1024}) {
    const auto certificate = read(pem);
    SCOPED_TRACE(certificate.subject_text());
    EXPECT_TRUE(certificate.is_weak());
    EXPECT_EQ(defect_of(certificate, signing, now), Defect::weak);
  }
  EXPECT_FALSE(read(weak::of_sha224).is_weak());
  EXPECT_EQ(defect_of(read(weak::of_sha224), issuing, now), std::nullopt);
}

TEST(CertificateUse, TheFirstDefectIsTold) {
  const auto spoilt = read(weak::of_sha1);
  EXPECT_EQ(defect_of(spoilt, enciphering, spoilt.not_before() - days{1}), Defect::not_yet_valid);
  EXPECT_EQ(defect_of(spoilt, enciphering, spoilt.not_after() + days{1}), Defect::expired);
  EXPECT_EQ(defect_of(spoilt, enciphering, now), Defect::weak);
}
}  // namespace crypto::certificate_use_test
