// tests/partner/upload_check_test.cc: what an upload comes to.
#include "actors/partner/upload_check.h"

#include <gtest/gtest.h>

#include "crypto/random.h"
#include "tests/keymanager/keys.h"
#include "tests/partner/certificates.h"

namespace partner {
namespace {
using std::chrono::days;

const Life short_life{noon - days{1}, noon + days{100}};

class UploadCheck : public ::testing::Test {
 protected:
  Desk desk(const Authorities& known = {}) {
    return {std::make_shared<const Book>(book_of(known)), rules, random, noon};
  }
  Result<CheckedAuthorities> upload(const std::string& text, const Authorities& known = {},
                                    const std::string& domain = "auth") {
    return check(AuthorityOrder{"caller", text, domain}, desk(known));
  }
  Result<CheckedPartner> upload_partner(const crypto::Certificate& certificate,
                                        const std::string& domain = "AUTH",
                                        const std::string& organization = "Bank") {
    keymanager::PrivateKeys keys{keymanager::open_keystore()};
    Desk desk = this->desk({authority(root, "r"), authority(root, "f", "FTM")});
    desk.book = std::make_shared<const Book>(desk.book->with({{}, partners}));
    desk.now = now;
    return check(PartnerOrder{"caller", certificate.pem(), domain, organization, ring,
                              ring->versions({"PMS", ""}).front()},
                 desk, keys);
  }

  Rules rules;
  crypto::SystemRandom random;
  UtcTime now = noon;                ///< of upload_partner
  std::vector<PartnerPtr> partners;  ///< known to it
  const Holder root = held({"root"});
  const Holder middle = held({"middle"}, &root);
  const Holder low = held({"low"}, &middle);
  const keymanager::Lifetime living{noon - days{1}, noon + days{2000}};
  const keymanager::KeyRingPtr ring =
      std::make_shared<const keymanager::KeyRing>(keymanager::ring_of(
          {{{"ROOT", ""}, living, keymanager::Kept::keystore, "", "root"},
           {{"PMS", ""}, living, keymanager::Kept::keystore, "", "registration_master"}}));
};

TEST_F(UploadCheck, TextsAreOneCertificateOrABundle) {
  const std::vector<crypto::Certificate> all{root.certificate, middle.certificate};
  const std::string der = crypto::pkcs7_of_certificates(all).value();
  for (const std::string& text :
       {bundle_of(all), crypto::base64_encode(der), crypto::pkcs7_pem_of_certificates(all).value()})
    EXPECT_EQ(certificates_of(text).value().size(), 2u) << text.substr(0, 20);
  EXPECT_EQ(certificates_of(root.certificate.pem()).value().size(), 1u);
  const std::string long_text = root.certificate.pem() + std::string(upload_text_bytes_max, ' ');
  const std::vector<crypto::Certificate> too_many(crypto::pkcs7_certificates_max + 1,
                                                  root.certificate);
  for (const std::string& bad : {std::string{"x"}, std::string{"AAAA"}, std::string{},
                                 bundle_of({}), bundle_of(too_many), long_text}) {
    EXPECT_EQ(certificates_of(bad).error(), Errc::partner_certificate_invalid);
    EXPECT_FALSE(certificate_of(bad).has_value());
  }
  EXPECT_FALSE(certificate_of(bundle_of(all)).has_value());
}

TEST_F(UploadCheck, ARootIsItsOwnIssuer) {
  const auto checked = upload(root.certificate.pem()).value();
  ASSERT_EQ(checked.accepted.size(), 1u);
  const Authority& one = *checked.accepted.front();
  EXPECT_EQ(one.kind, AuthorityKind::root);
  EXPECT_EQ(one.filing.id, one.filing.issuer_id);
  EXPECT_EQ(one.filing.id.size(), 36u);
  EXPECT_EQ(one.filing.domain, "AUTH");
  EXPECT_EQ(one.filing.uploaded, noon);
}

TEST_F(UploadCheck, OneBelowNamesTheOneAbove) {
  const auto checked = upload(middle.certificate.pem(), {authority(root, "r")}).value();
  EXPECT_EQ(checked.accepted.front()->kind, AuthorityKind::intermediate);
  EXPECT_EQ(checked.accepted.front()->filing.issuer_id, "r");
}

TEST_F(UploadCheck, WhatASingleAuthorityIsRefusedFor) {
  EXPECT_EQ(upload("x").error(), Errc::partner_certificate_invalid);
  EXPECT_EQ(upload(root.certificate.pem(), {}, "NOWHERE").error(), Errc::partner_domain);
  EXPECT_EQ(upload(root.certificate.pem(), {authority(root, "r")}).error(), Errc::partner_ca_known);
  EXPECT_TRUE(upload(root.certificate.pem(), {authority(root, "r", "FTM")}).ok());
  EXPECT_EQ(upload(middle.certificate.pem()).error(), Errc::partner_root_unknown);
  EXPECT_EQ(upload(held({"r", crypto::Profile::partner, short_life}).certificate.pem()).error(),
            Errc::partner_ca_validity);
}

TEST_F(UploadCheck, AnAuthorityMaySignCertificates) {
  const Authorities known{authority(root, "r")};
  for (const auto profile : {crypto::Profile::signer, crypto::Profile::base}) {
    const Holder alone = held({"alone", profile}), below = held({"below", profile}, &root);
    EXPECT_EQ(upload(alone.certificate.pem()).error(), Errc::partner_certificate_invalid);
    EXPECT_EQ(upload(below.certificate.pem(), known).error(), Errc::partner_certificate_invalid);
    const auto bundled = upload(bundle_of({below.certificate, middle.certificate}), known).value();
    ASSERT_EQ(bundled.accepted.size(), 1u);
    EXPECT_EQ(bundled.accepted.front()->certificate, middle.certificate.der());
  }
}

TEST_F(UploadCheck, APartnerMaySign) {
  EXPECT_EQ(upload_partner(held({"leaf", crypto::Profile::base}, &root).certificate).error(),
            Errc::partner_certificate_invalid);
  EXPECT_TRUE(upload_partner(held({"leaf", crypto::Profile::signer}, &root).certificate).ok());
}

TEST_F(UploadCheck, ABundlesOrderDoesNotMatter) {
  for (const auto& order : {std::vector{root.certificate, middle.certificate, low.certificate},
                            std::vector{low.certificate, middle.certificate, root.certificate}}) {
    const auto checked = upload(bundle_of(order)).value();
    ASSERT_EQ(checked.accepted.size(), 3u);
    EXPECT_EQ(checked.uploaded, 3u);
    EXPECT_EQ(checked.accepted[0]->facts.subject, "CN=root,O=Bank,C=IN");
    EXPECT_EQ(checked.accepted[2]->filing.issuer_id, checked.accepted[1]->filing.id);
  }
}

TEST_F(UploadCheck, AFailingMemberIsLeftOut) {
  const Holder stranger = held({"stranger"});
  const Holder orphan = held({"orphan"}, &stranger);
  const Holder expiring = held({"expiring", crypto::Profile::partner, short_life}, &root);
  const auto checked = upload(bundle_of({orphan.certificate, expiring.certificate, root.certificate,
                                         middle.certificate, middle.certificate}))
                           .value();
  EXPECT_EQ(checked.uploaded, 5u);
  ASSERT_EQ(checked.accepted.size(), 2u);
  EXPECT_EQ(upload(bundle_of({orphan.certificate, expiring.certificate})).value().accepted.size(),
            0u);
}

TEST_F(UploadCheck, APartnerIsSignedAgain) {
  const Holder leaf = held({"leaf"}, &root);
  const auto checked = upload_partner(leaf.certificate).value();
  const auto der = crypto::base64url_decode(checked.bundle);
  const auto bundle = crypto::certificates_of_pkcs7(*der).value();
  ASSERT_EQ(bundle.size(), 3u);
  const auto& ours = bundle[0];
  EXPECT_EQ(bundle[1].der(), crypto::vector_certificate("registration_master").der());
  EXPECT_EQ(bundle[2].der(), crypto::vector_certificate("root").der());
  EXPECT_EQ(ours.subject(), leaf.certificate.subject());
  EXPECT_EQ(ours.issuer(), bundle[1].subject());
  EXPECT_EQ(ours.public_key().value().spki_der(), leaf.key->public_key().spki_der());
  EXPECT_EQ(ours.not_before(), noon);
  EXPECT_EQ(ours.not_after(), noon + days{365});
  EXPECT_TRUE(ours.is_ca() && ours.may_sign() && ours.may_encipher_keys());
  EXPECT_TRUE(crypto::chain_is_trusted(ours, std::vector{bundle[1]}, std::vector{bundle[2]}, noon));

  const Partner& row = *checked.rows.partners.front();
  EXPECT_EQ(row.certificate, leaf.certificate.der());
  EXPECT_EQ(row.resigned, ours.der());
  EXPECT_EQ(row.organization, "Bank");
  EXPECT_EQ(row.filing.issuer_id, "r");
  EXPECT_EQ(checked.rows.authorities.size(), 2u);  // PMS and ROOT, not the partner
}

TEST_F(UploadCheck, WhatWasSignedNotLongAgoIsNotSignedAgain) {
  const Holder leaf = held({"leaf"}, &root);
  const auto first = upload_partner(leaf.certificate).value();
  EXPECT_EQ(first.id, first.rows.partners.front()->filing.id);
  EXPECT_EQ(first.rows.partners.front()->end, noon + days{365});
  partners = first.rows.partners;
  for (const days later : {days{0}, days{30}}) {
    now = noon + later;
    const auto again = upload_partner(leaf.certificate).value();
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(again.bundle, first.bundle);
    EXPECT_TRUE(again.rows.partners.empty());
  }
  EXPECT_NE(upload_partner(held({"leaf"}, &root).certificate).value().id, first.id);
  EXPECT_NE(upload_partner(leaf.certificate, "FTM").value().id, first.id);
  now = noon + days{31};
  const auto renewed = upload_partner(leaf.certificate).value();
  EXPECT_NE(renewed.id, first.id);
  EXPECT_EQ(renewed.rows.before, first.id);
  EXPECT_EQ(renewed.rows.partners.front()->end, now + days{365});
}

TEST_F(UploadCheck, WhatAnotherKeySignedIsSignedAgain) {
  const Holder leaf = held({"leaf"}, &root);
  Partner other = *upload_partner(leaf.certificate).value().rows.partners.front();
  other.resigned = held({"leaf"}, &root).certificate.der();
  partners = {std::make_shared<const Partner>(other)};
  EXPECT_NE(upload_partner(leaf.certificate).value().id, other.filing.id);
}

TEST_F(UploadCheck, OnlyTheDomainAuthEnciphersKeys) {
  rules.domains.emplace_back("OPEN");
  rules.years = 2;
  rules.grace = days{800};
  rules.resigns_ftm = true;
  const auto checked = upload_partner(held({"leaf"}, &root).certificate, "FTM").value();
  const auto bundle =
      crypto::certificates_of_pkcs7(*crypto::base64url_decode(checked.bundle)).value();
  EXPECT_FALSE(bundle[0].may_encipher_keys());
  EXPECT_EQ(bundle[0].not_after(), noon + days{730});
  // A partner that lives long enough to be one becomes no authority all the same.
  ASSERT_EQ(checked.rows.authorities.size(), 2u);
  for (const auto& authority : checked.rows.authorities)
    EXPECT_NE(authority->certificate, bundle[0].der());
}

TEST_F(UploadCheck, AChipMakerGetsItsOwnChainBack) {
  const Holder leaf = held({"leaf"}, &root);
  const auto checked = upload_partner(leaf.certificate, "FTM").value();
  const auto bundle =
      crypto::certificates_of_pkcs7(*crypto::base64url_decode(checked.bundle)).value();
  ASSERT_EQ(bundle.size(), 2u);
  EXPECT_EQ(bundle[0].der(), leaf.certificate.der());
  EXPECT_EQ(bundle[1].der(), root.certificate.der());
  EXPECT_NE(checked.rows.partners.front()->resigned, leaf.certificate.der());
  EXPECT_TRUE(checked.rows.authorities.empty());  // the root is there already
}

TEST_F(UploadCheck, WhatAPartnerIsRefusedFor) {
  EXPECT_EQ(upload_partner(held({"self"}).certificate).error(), Errc::partner_self_signed);
  EXPECT_EQ(upload_partner(low.certificate).error(), Errc::partner_path_unknown);
  const Holder leaf = held({"leaf"}, &root);
  EXPECT_EQ(upload_partner(leaf.certificate, "NOWHERE").error(), Errc::partner_domain);
  EXPECT_EQ(upload_partner(leaf.certificate, "DEVICE").error(), Errc::partner_path_unknown);
  EXPECT_EQ(upload_partner(leaf.certificate, "AUTH", "bank").error(), Errc::partner_organization);
  EXPECT_EQ(upload_partner(held({"leaf", crypto::Profile::partner, short_life}, &root).certificate)
                .error(),
            Errc::partner_validity);
}

TEST_F(UploadCheck, WhatWeSignEndsWithItsSigner) {
  rules.years = 30;
  const Life for_long{noon - days{1}, noon + days{365 * 30}};
  const auto checked =
      upload_partner(held({"leaf", crypto::Profile::partner, for_long}, &root).certificate);
  ASSERT_TRUE(checked.ok()) << row_of(checked.error()).name;
  const auto ours =
      crypto::Certificate::from_der(checked.value().rows.partners.front()->resigned).value();
  const auto signer = ring->versions({"PMS", ""}).front()->parsed().value();
  ASSERT_LT(signer.not_after(), noon + days{365 * 30});
  EXPECT_EQ(ours.not_after(), signer.not_after());
}

TEST_F(UploadCheck, AKeyThatDoesNotOpenIsItsOwnFault) {
  keymanager::PrivateKeys keys{
      std::make_shared<keymanager::RefusingKeystore>(keystore::Errc::unavailable, "asleep")};
  const auto refused = check(PartnerOrder{"caller", held({"leaf"}, &root).certificate.pem(), "AUTH",
                                          "Bank", ring, ring->versions({"PMS", ""}).front()},
                             desk({authority(root, "r")}), keys);
  EXPECT_EQ(refused.faults(), Faults({{Errc::keystore_failed, {"asleep"}}}));
}
}  // namespace
}  // namespace partner
