// tests/crypto/certificate_test.cc: reading, issuing, chains, requests.
#include "crypto/certificate.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/base64.h"
#include "crypto/csr.h"
#include "crypto/digest.h"
#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
using namespace std::chrono_literals;
const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};
const Name subject{"IN", "KA", "BANGALORE", "IITB", "MOSIP-TECH-CENTER", "www.example.org (ROOT)"};

struct Holder {
  std::shared_ptr<SoftPrivateKey> key;
  Certificate certificate;
};

Expected<Certificate, Errc> issue(Profile profile, const PublicKey& key, const Holder* issuer,
                                  const PrivateKey& signer, Name name = subject) {
  return issue_certificate({profile, std::move(name), now, now + 24h, std::string(8, '\xf1')}, key,
                           issuer == nullptr ? nullptr : &issuer->certificate, signer);
}

Holder held(Profile profile, const std::string& key_name, const Holder* issuer, Name name) {
  auto key = vector_key(key_name);
  const PrivateKey& signer = issuer == nullptr ? *key : *issuer->key;
  auto certificate = issue(profile, key->public_key(), issuer, signer, std::move(name)).value();
  return {std::move(key), std::move(certificate)};
}
Name named(const std::string& common_name) {
  Name name = subject;
  name.common_name = common_name;
  return name;
}

std::string without_newline_at_end(std::string pem) {
  pem.pop_back();
  return pem;
}
}  // namespace

TEST(Certificate, ReadsTheVectors) {
  for (const std::string name : {"root", "registration_master", "kernel_sign", "registration_base",
                                 "kernel_ec_secp256r1_sign"}) {
    SCOPED_TRACE(name);
    const Certificate certificate = vector_certificate(name);
    const auto vector = crypto_vectors()["certificates"][name];
    EXPECT_EQ(base64url_encode(certificate.thumbprint()), text_of(vector["thumbprint_b64u"]));
    EXPECT_EQ(certificate.pem(), text_of(vector["pem"]));
    EXPECT_EQ(certificate.public_key().value().spki_der(), vector_spki(name));
    EXPECT_EQ(certificate.version(), 3);
    EXPECT_EQ(certificate.is_self_signed(), name == "root");
    EXPECT_EQ(certificate.is_ca(), name != "registration_base");
    EXPECT_EQ(certificate.may_encipher_keys(), name == "registration_base");
    EXPECT_EQ(certificate.may_sign(), name != "registration_base");
    EXPECT_EQ(certificate.may_issue(), name != "registration_base");
    EXPECT_EQ(certificate.signature_algorithm(), "RSA-SHA256");
    EXPECT_FALSE(certificate.is_weak());
  }
  const Certificate root = vector_certificate("root");
  EXPECT_TRUE(vector_certificate("registration_master").is_signed_by(root.public_key().value()));
  EXPECT_FALSE(vector_certificate("registration_base").is_signed_by(root.public_key().value()));
}

TEST(Certificate, IssuesTheVectorsByteForByte) {
  for (const auto& [name, issuer_name, profile] :
       {std::tuple{"root", "root", Profile::root},
        std::tuple{"registration_master", "root", Profile::module},
        std::tuple{"kernel_sign", "root", Profile::module},
        std::tuple{"registration_base", "registration_master", Profile::base},
        std::tuple{"kernel_ec_secp256r1_sign", "root", Profile::module}}) {
    SCOPED_TRACE(name);
    const Certificate vector = vector_certificate(name);
    const Certificate issuer = vector_certificate(issuer_name);
    std::string serial;
    for (size_t i = 0; i + 1 < vector.serial_hex().size(); i += 2)
      serial += static_cast<char>(std::stoi(vector.serial_hex().substr(i, 2), nullptr, 16));
    const auto made = issue_certificate(
        {profile, vector.subject(), vector.not_before(), vector.not_after(), serial},
        vector_key(name)->public_key(), profile == Profile::root ? nullptr : &issuer,
        *vector_key(issuer_name));
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(made.value().pem(), vector.pem());
  }
}

TEST(Certificate, CarriesWhatItWasMadeOf) {
  const Holder root = held(Profile::root, "root", nullptr, subject);
  EXPECT_EQ(root.certificate.subject(), subject);
  EXPECT_EQ(root.certificate.issuer(), subject);
  EXPECT_EQ(root.certificate.subject_text(),
            "CN=www.example.org (ROOT),OU=MOSIP-TECH-CENTER,O=IITB,L=BANGALORE,ST=KA,C=IN");
  EXPECT_EQ(root.certificate.not_before(), now);
  EXPECT_EQ(root.certificate.not_after(), now + 24h);
  EXPECT_TRUE(root.certificate.is_valid_at(now));
  EXPECT_TRUE(root.certificate.is_valid_at(now + 24h));
  EXPECT_FALSE(root.certificate.is_valid_at(now - 1us));
  EXPECT_FALSE(root.certificate.is_valid_at(now + 24h + 1us));
  EXPECT_EQ(root.certificate.serial_hex(), "71f1f1f1f1f1f1f1");  // positive
  EXPECT_EQ(root.certificate.sha1_hex().size(), 40u);
}

TEST(Certificate, KeysOfEveryKindSign) {
  for (const std::string name : vector_key_names) {
    SCOPED_TRACE(name);
    const Holder holder = held(Profile::root, name, nullptr, subject);
    EXPECT_TRUE(holder.certificate.is_self_signed());
    EXPECT_FALSE(holder.certificate.is_weak());
  }
}

TEST(Certificate, ANameMayHoldOnlyWhatX509Takes) {
  const auto key = vector_key("ed25519_sign");
  for (const Name& bad :
       {Name{"\xc3\xa4", "", "", "", "", "x"}, Name{"", "", "", "", "", std::string(257, 'x')},
        Name{"", "", "", "", "", "\xff\xfe"}}) {
    EXPECT_EQ(issue(Profile::root, key->public_key(), nullptr, *key, bad).error(), Errc::bad_input);
    EXPECT_EQ(make_csr(bad, *key).error(), Errc::bad_input);
  }
  const Name longest{"IND", "", "", "", "", std::string(256, 'x')};
  EXPECT_EQ(issue(Profile::root, key->public_key(), nullptr, *key, longest).value().subject(),
            longest);
  const Name accented{"FR", "", "", "", "", "Identit\xc3\xa9"};
  EXPECT_EQ(issue(Profile::root, key->public_key(), nullptr, *key, accented).value().subject(),
            accented);
}

TEST(Certificate, WhatIsNoCertificateIsRefused) {
  const Certificate root = vector_certificate("root");
  for (const std::string& bad :
       {std::string{}, std::string{"x"}, root.der() + "x", root.der().substr(1),
        root.der().substr(0, root.der().size() - 1), std::string(200'000, '0')}) {
    EXPECT_EQ(Certificate::from_der(bad).error(), Errc::bad_input);
    EXPECT_EQ(Certificate::from_pem(bad).error(), Errc::bad_input);
  }
  EXPECT_EQ(Certificate::from_pem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
                .error(),
            Errc::bad_input);
  EXPECT_TRUE(Certificate::from_pem(without_newline_at_end(root.pem())).ok());
  EXPECT_TRUE(Certificate::from_pem("before\n" + root.pem() + "after\n").ok());
}

TEST(CertificateChain, LeadsToARootOrNot) {
  const Holder root = held(Profile::root, "root", nullptr, subject);
  const Holder module = held(Profile::module, "registration_master", &root, named("module"));
  const Holder base = held(Profile::base, "registration_base", &module, named("base"));
  const std::vector<Certificate> between{module.certificate};
  const std::vector<Certificate> roots{root.certificate};
  EXPECT_TRUE(chain_is_trusted(base.certificate, between, roots, now + 1h));
  EXPECT_TRUE(chain_is_trusted(module.certificate, {}, roots, now + 1h));
  EXPECT_TRUE(chain_is_trusted(root.certificate, {}, roots, now + 1h));
  EXPECT_FALSE(chain_is_trusted(base.certificate, {}, roots, now + 1h));        // a gap
  EXPECT_FALSE(chain_is_trusted(base.certificate, between, {}, now + 1h));      // nothing trusted
  EXPECT_FALSE(chain_is_trusted(base.certificate, between, roots, now - 1h));   // not yet valid
  EXPECT_FALSE(chain_is_trusted(base.certificate, between, roots, now + 25h));  // expired
}

TEST(CertificateChain, IsToldFromTheLeafToTheRoot) {
  const Holder root = held(Profile::root, "root", nullptr, subject);
  const Holder module = held(Profile::module, "registration_master", &root, named("module"));
  const Holder base = held(Profile::base, "registration_base", &module, named("base"));
  const std::vector<Certificate> between{root.certificate, module.certificate};
  const std::vector<Certificate> roots{root.certificate};
  const auto chain = trusted_chain(base.certificate, between, roots, now + 1h);
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[0].der(), base.certificate.der());
  EXPECT_EQ(chain[1].der(), module.certificate.der());
  EXPECT_EQ(chain[2].der(), root.certificate.der());
  EXPECT_TRUE(trusted_chain(base.certificate, {}, roots, now + 1h).empty());
}

TEST(Certificate, NamesThatX509TakesForEqualHaveOneHash) {
  const Holder root = held(Profile::root, "root", nullptr, named("Some  Name"));
  const Holder same = held(Profile::root, "root", nullptr, named("some name"));
  const Holder below = held(Profile::base, "registration_base", &root, named("below"));
  EXPECT_EQ(root.certificate.subject_hash(), same.certificate.subject_hash());
  EXPECT_EQ(below.certificate.issuer_hash(), root.certificate.subject_hash());
  EXPECT_NE(below.certificate.subject_hash(), root.certificate.subject_hash());
}

TEST(Certificate, SignaturesOverSha2AreKnown) {
  EXPECT_TRUE(held(Profile::root, "root", nullptr, subject).certificate.has_sha2_signature());
  EXPECT_TRUE(held(Profile::root, "kernel_ec_secp256r1_sign", nullptr, subject)
                  .certificate.has_sha2_signature());
  EXPECT_FALSE(
      held(Profile::root, "ed25519_sign", nullptr, subject).certificate.has_sha2_signature());
}

TEST(CertificateChain, ABaseKeyMaySignNothing) {
  const Holder root = held(Profile::root, "root", nullptr, subject);
  const Holder base = held(Profile::base, "registration_base", &root, named("base"));
  const Holder below = held(Profile::base, "kernel_sign", &base, named("below"));
  const std::vector<Certificate> between{base.certificate};
  const std::vector<Certificate> roots{root.certificate};
  EXPECT_TRUE(chain_is_trusted(base.certificate, {}, roots, now + 1h));
  EXPECT_FALSE(chain_is_trusted(below.certificate, between, roots, now + 1h));
}

TEST(CertificateChain, ASignatureByAnotherKeyOfTheSameNameIsRefused) {
  const Holder root = held(Profile::root, "root", nullptr, subject);
  const Holder impostor = held(Profile::root, "kernel_sign", nullptr, subject);
  const Holder module = held(Profile::module, "registration_master", &impostor, named("module"));
  const std::vector<Certificate> roots{root.certificate};
  EXPECT_FALSE(chain_is_trusted(module.certificate, {}, roots, now + 1h));
}

TEST(Csr, ReadsTheVector) {
  const auto csr = parse_csr(text_of(crypto_vectors()["csr"]["pem"]));
  ASSERT_TRUE(csr.ok());
  EXPECT_EQ(csr.value().subject,
            (Name{"IN", "KA", "BANGALORE", "IITB", "MOSIP-TECH-CENTER", "MOSIP"}));
}

/// The bytes between the two lines of a PEM.
std::string der_of_pem(const std::string& pem) {
  const size_t from = pem.find('\n') + 1;
  std::string text = pem.substr(from, pem.find("\n-----END") - from);
  std::erase(text, '\n');
  return base64_decode(text).value();
}

// Ours prints what can be printed (keys sheet 2.6), the vector has UTF-8 for all but the country:
// with those tags and a new signature, which PKCS#1 v1.5 gives no choice, they are the same bytes.
TEST(Csr, MakesTheVectorButForItsKindsOfText) {
  constexpr std::string_view attribute{"\x06\x03\x55\x04", 4};
  constexpr char country = 6, printable = 0x13, utf8 = 0x0c;
  constexpr size_t signature_bytes = 256, info_at = 4, info_bytes = 410;
  const auto key = vector_key("registration_master");
  const std::string vector = der_of_pem(text_of(crypto_vectors()["csr"]["pem"]));
  const Name name{"IN", "KA", "BANGALORE", "IITB", "MOSIP-TECH-CENTER", "MOSIP"};
  std::string made = der_of_pem(make_csr(name, *key).value());
  int changed = 0;
  for (size_t at = made.find(attribute); at != std::string::npos;
       at = made.find(attribute, at + 1)) {
    const size_t type_at = at + attribute.size();
    ASSERT_EQ(made.at(type_at + 1), printable);
    if (made[type_at] == country) continue;
    made[type_at + 1] = utf8;
    ++changed;
  }
  EXPECT_EQ(changed, 5);
  const auto signature =
      key->sign(Scheme::pkcs1_sha256, std::string_view{made}.substr(info_at, info_bytes));
  made.replace(made.size() - signature_bytes, signature_bytes, signature.value());
  EXPECT_EQ(base64_encode(made), base64_encode(vector));
}

TEST(Csr, KeysOfEveryKindMakeOne) {
  for (const std::string name : vector_key_names) {
    SCOPED_TRACE(name);
    const auto key = vector_key(name);
    const auto csr = parse_csr(make_csr(subject, *key).value());
    ASSERT_TRUE(csr.ok());
    EXPECT_EQ(csr.value().subject, subject);
    EXPECT_EQ(csr.value().public_key.spki_der(), key->public_key().spki_der());
  }
}

TEST(Csr, ASpoiltOneIsRefused) {
  const auto pem = make_csr(subject, *vector_key("ed25519_sign")).value();
  EXPECT_EQ(parse_csr("").error(), Errc::bad_input);
  EXPECT_EQ(parse_csr(pem.substr(0, pem.size() / 2)).error(), Errc::bad_input);
  auto spoilt = pem;  // the last letters before the padding belong to the signature
  const size_t at = spoilt.find("\n-----END") - 10;
  spoilt[at] = spoilt[at] == 'A' ? 'B' : 'A';
  EXPECT_EQ(parse_csr(spoilt).error(), Errc::verification_failed);
}
}  // namespace crypto
