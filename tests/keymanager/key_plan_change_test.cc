// tests/keymanager/key_plan_change_test.cc: secrets, uploads and revocation (keys sheet 4.4, 4.5,
// 8).
#include <gtest/gtest.h>

#include "actors/keymanager/key_record.h"
#include "tests/keymanager/change_orders.h"

namespace keymanager::key_plan_change_test {
TEST(KeyPlanSecret, LivesTenYears) {
  const auto made = generation_of(planned({}, secret(cache)));
  EXPECT_EQ(made.kept, Kept::secret);
  EXPECT_EQ(made.validity, days{3650});
  EXPECT_EQ(made.issuer, nullptr);
  EXPECT_FALSE(outcome_of(planned({{cache, living, Kept::secret}}, secret(cache))).made);
}

TEST(KeyPlanSecret, ForceReplacesIt) {
  const auto made = generation_of(planned({{cache, living, Kept::secret}}, secret(cache, true)));
  ASSERT_EQ(made.ended.size(), 1u);
  EXPECT_EQ(made.ended[0]->life.expires, noon - minutes{1});
  EXPECT_TRUE(generation_of(planned({{cache, over, Kept::secret}}, secret(cache))).ended.empty());
}

TEST(KeyPlanSecret, RefusesWhatIsNoSecret) {
  EXPECT_EQ(fault_in(planned({}, secret({"NOBODY", "x"}))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({base_row}, secret(base))), Errc::key_no_unique_alias);
  EXPECT_EQ(
      fault_in(planned({{cache, living, Kept::secret, "1"}, {cache, living, Kept::secret, "2"}},
                       secret(cache))),
      Errc::key_no_unique_alias);
  for (const char* reference : {"", "SIGN", "EC_SECP256R1_SIGN", "ED25519_SIGN"})
    EXPECT_EQ(fault_in(planned({}, secret({"KERNEL", reference}))), Errc::key_no_unique_alias);
}

TEST(KeyPlanUpload, ReplacesTheCertificateOfItsKey) {
  const CertificatePtr certificate = renewed();
  const auto change = change_of(planned({base_row}, upload(base, certificate)));
  ASSERT_EQ(change.rows.size(), 1u);
  const KeyVersion& row = *change.rows[0];
  EXPECT_EQ(row.alias, "base");
  EXPECT_EQ(row.certificate, certificate->der());
  EXPECT_EQ(row.thumbprint, certificate->thumbprint());
  EXPECT_EQ(row.life, (Lifetime{certificate->not_before(), certificate->not_after()}));
  EXPECT_EQ(row.uni_ident, uni_ident_of("REGISTRATION_10001_10002_12-31-2023"));
  EXPECT_EQ(row.thumbprints_before, std::vector{version(base_row)->thumbprint});
  EXPECT_FALSE(change.into_keystore);
  EXPECT_FALSE(change.made);
}

TEST(KeyPlanUpload, AKeystoreKeepsItsCertificatesToo) {
  const Row module_row{{"REGISTRATION", ""}, living};
  const auto certificate =
      shared(certificate_of(*crypto::vector_key("registration_master"), living));
  EXPECT_TRUE(change_of(planned({module_row}, upload(module_row.name, certificate))).into_keystore);
}

TEST(KeyPlanUpload, TheSameCertificateAgainChangesNothing) {
  const auto same = shared(crypto::vector_certificate("registration_base"));
  EXPECT_EQ(outcome_of(planned({base_row}, upload(base, same))).key->alias, "base");
}

TEST(KeyPlanUpload, RemembersABoundedNumberOfCertificates) {
  KeyVersion row = *version(base_row);
  row.thumbprints_before.assign(64, std::string(32, 'x'));
  row.thumbprints_before.front() = std::string(32, 'o');
  const KeyRing ring = KeyRing{}.with({std::make_shared<const KeyVersion>(row)});
  const auto change = change_of(plan(ring, upload(base, renewed()), noon, "new"));
  const auto& before = change.rows[0]->thumbprints_before;
  EXPECT_EQ(before.size(), 64u);
  EXPECT_EQ(before.front(), std::string(32, 'x'));
  EXPECT_EQ(before.back(), row.thumbprint);
}

TEST(KeyPlanUpload, RefusesInTheOrderOfTheSheet) {
  EXPECT_EQ(fault_in(planned({}, upload({"AUTH_TOKEN", ""}, nullptr))),
            Errc::key_operation_refused);
  EXPECT_EQ(fault_in(planned({}, upload({"NOBODY", ""}, nullptr))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({}, upload(base, nullptr))), Errc::key_not_generated);
  EXPECT_EQ(fault_in(planned({{base, over, Kept::wrapped}}, upload(base, nullptr))),
            Errc::key_no_unique_alias);
  EXPECT_EQ(
      fault_in(planned({{base, living, Kept::wrapped, "1"}, {base, living, Kept::wrapped, "2"}},
                       upload(base, nullptr))),
      Errc::key_no_unique_alias);
  EXPECT_EQ(fault_in(planned({{cache, living, Kept::secret}}, upload(cache, renewed()))),
            Errc::key_no_unique_alias);
  EXPECT_EQ(fault_in(planned({{base, living, Kept::certificate_only}}, upload(base, renewed()))),
            Errc::key_other_domain);
  EXPECT_EQ(fault_in(planned({base_row}, upload(base, nullptr))), Errc::key_certificate_unreadable);
  EXPECT_EQ(fault_in(planned({base_row}, upload(base, of_partner()))), Errc::key_mismatch);
  EXPECT_EQ(fault_in(planned({base_row}, upload(base, renewed(over)))),
            Errc::key_certificate_invalid);
  EXPECT_EQ(fault_in(planned({base_row}, upload(base, renewed({noon + days{1}, noon + days{9}})))),
            Errc::key_certificate_invalid);
}

TEST(KeyPlanUpload, ACertificateMustBeForWhatItsKeyIsFor) {
  EXPECT_EQ(fault_in(planned({base_row}, upload(base, renewed({noon - days{2}, noon + days{300}},
                                                              crypto::Profile::signer)))),
            Errc::key_certificate_invalid);
  for (const KeyName& name : {KeyName{"REGISTRATION", ""}, KeyName{"KERNEL", "SIGN"}}) {
    const auto of_profile = [&](crypto::Profile profile) {
      const auto key = crypto::vector_key("registration_master");
      return planned({{name, living}}, upload(name, shared(certificate_of(*key, living, profile))));
    };
    EXPECT_EQ(fault_in(of_profile(crypto::Profile::base)), Errc::key_certificate_invalid);
    EXPECT_EQ(change_of(of_profile(crypto::Profile::signer)).rows.size(), 1u);
  }
}

TEST(KeyPlanOtherDomain, RefusesWhatIsNotFit) {
  for (const Lifetime& life : {over, Lifetime{noon + days{1}, noon + days{9}}})
    EXPECT_EQ(fault_in(planned({}, other_domain(partner, of_partner(life)))),
              Errc::key_certificate_invalid);
  for (const char* pem : {crypto::weak::of_sha1, crypto::weak::of_md5, crypto::weak::of_rsa_1024}) {
    const auto weak = shared(crypto::Certificate::from_pem(pem).value());
    EXPECT_EQ(fault_in(planned({}, other_domain(partner, weak))), Errc::key_certificate_invalid);
  }
}

TEST(KeyPlanOtherDomain, IsStoredWithoutAPrivateKey) {
  const CertificatePtr certificate = of_partner();
  const auto change = change_of(planned({}, other_domain(partner, certificate)));
  ASSERT_EQ(change.rows.size(), 1u);
  const KeyVersion& row = *change.rows[0];
  EXPECT_TRUE(change.made);
  EXPECT_FALSE(change.into_keystore);
  EXPECT_EQ(row.alias, "new-alias");
  EXPECT_EQ(row.kept, Kept::certificate_only);
  EXPECT_EQ(row.kind, crypto::KeyKind::ec_p256);
  EXPECT_EQ(row.record, "");
  EXPECT_EQ(row.life, (Lifetime{certificate->not_before(), certificate->not_after()}));
  EXPECT_EQ(row.uni_ident,
            uni_ident_of("PARTNER_bank_" +
                         crypto::hex_upper(std::as_bytes(std::span{certificate->thumbprint()}))));
}

TEST(KeyPlanOtherDomain, ANewCertificateEndsTheOldOne) {
  const CertificatePtr first = of_partner(), second = of_partner({noon - days{3}, noon + days{9}});
  const auto one = change_of(planned({}, other_domain(partner, first)));
  const KeyRing ring = KeyRing{}.with(one.rows);
  EXPECT_EQ(fault_in(plan(ring, other_domain(partner, first), noon, "2")),
            Errc::key_certificate_known);
  const auto two = change_of(plan(ring, other_domain(partner, second), noon, "2"));
  ASSERT_EQ(two.rows.size(), 2u);
  EXPECT_EQ(two.rows[0]->alias, "new-alias");
  EXPECT_EQ(two.rows[0]->life.expires, noon - minutes{1});
  EXPECT_EQ(two.rows[1]->alias, "2");
  // Back to the first: its identifier is taken.
  const auto three = change_of(plan(ring.with(two.rows), other_domain(partner, first), noon, "3"));
  EXPECT_NE(three.rows[1]->uni_ident, one.rows[0]->uni_ident);
}

TEST(KeyPlanOtherDomain, RefusesWhatIsNoOtherDomain) {
  for (const KeyName& name : {KeyName{"KERNEL", "SIGN"}, KeyName{"kernel", "Sign"}})
    EXPECT_EQ(fault_in(planned({}, other_domain(name, nullptr))), Errc::key_kernel_sign_upload);
  for (const char* reference : {"EC_SECP256R1_SIGN", "EC_SECP256K1_SIGN", "ED25519_SIGN"})
    EXPECT_EQ(fault_in(planned({}, other_domain({"PARTNER", reference}, nullptr))),
              Errc::key_ec_reference_refused);
  EXPECT_EQ(fault_in(planned({}, other_domain({"AUTH_TOKEN", "x"}, nullptr))),
            Errc::key_operation_refused);
  EXPECT_EQ(fault_in(planned({}, other_domain(partner, nullptr))),
            Errc::key_certificate_unreadable);
}

TEST(KeyPlanOtherDomain, RefusesWhereOurOwnKeyIs) {
  EXPECT_EQ(fault_in(planned({{cache, over, Kept::secret}}, other_domain(cache, of_partner()))),
            Errc::key_own_key_exists);
  // The oldest was forgotten: its certificate alone is left.
  EXPECT_EQ(fault_in(planned(
                {{cache, over, Kept::certificate_only, "1"}, {cache, over, Kept::secret, "2"}},
                other_domain(cache, of_partner()))),
            Errc::key_own_key_exists);
  EXPECT_EQ(fault_in(planned({{cache, living, Kept::secret}}, other_domain(cache, of_partner()))),
            Errc::key_own_key_current);
  EXPECT_EQ(fault_in(planned({base_row}, other_domain(base, of_partner()))),
            Errc::key_has_private_key);
  EXPECT_EQ(fault_in(planned({{partner, living, Kept::certificate_only, "1"},
                              {partner, living, Kept::certificate_only, "2"}},
                             other_domain(partner, of_partner()))),
            Errc::key_no_unique_alias);
  // Of a base key that has ended the sheet allows it.
  EXPECT_EQ(change_of(planned({{base, over, Kept::wrapped}}, other_domain(base, of_partner())))
                .rows.size(),
            1u);
}

TEST(KeyPlanRevoke, EndsTheCurrentKey) {
  const auto change = change_of(planned({base_row}, revoke(base)));
  ASSERT_EQ(change.rows.size(), 1u);
  EXPECT_EQ(change.rows[0]->alias, "base");
  EXPECT_EQ(change.rows[0]->life, (Lifetime{living.generated, noon - minutes{1}}));
  EXPECT_FALSE(change.into_keystore);
}

TEST(KeyPlanRevoke, RefusesWhatItMustNotEnd) {
  EXPECT_EQ(fault_in(planned({}, revoke({"KERNEL", "SIGN"}))), Errc::key_revocation_refused);
  EXPECT_EQ(fault_in(planned({}, revoke({"AUTH_TOKEN", "x"}))), Errc::key_operation_refused);
  EXPECT_EQ(fault_in(planned({}, revoke(base))), Errc::key_no_unique_alias);
  EXPECT_EQ(fault_in(planned({{base, over, Kept::wrapped}}, revoke(base))),
            Errc::key_no_unique_alias);
  EXPECT_EQ(
      fault_in(planned({{base, living, Kept::wrapped, "1"}, {base, living, Kept::wrapped, "2"}},
                       revoke(base))),
      Errc::key_no_unique_alias);
}

TEST(KeyPlan, WhatIsTheServersOwnIsChangedByNoUploadRevocationOrSecret) {
  for (const char* application : {"AUTH_TOKEN", "STORE"}) {
    for (const char* reference : {"", "x"}) {
      const KeyName name{application, reference};
      for (const Plan& plan : {planned({}, upload(name, nullptr)), planned({}, revoke(name)),
                               planned({}, other_domain(name, nullptr)), planned({}, secret(name))})
        EXPECT_EQ(fault_in(plan), Errc::key_operation_refused) << application << reference;
    }
  }
}

TEST(KeyPlan, BaseIsAPolicyAndNoApplication) {
  const KeyName ec{"BASE", "EC_SECP256R1_SIGN"};
  EXPECT_EQ(fault_in(planned({}, {Verb::ec_sign, ec, true, {}, nullptr})), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({}, secret({"BASE", "x"}, true))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({}, upload({"BASE", ""}, renewed()))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({}, other_domain({"BASE", "x"}, of_partner()))), Errc::key_no_policy);
  for (const char* reference : {"", "x", "SIGN"}) {
    const KeyName name{"BASE", reference};
    EXPECT_EQ(fault_in(planned({}, {Verb::master, name, true, {}, nullptr})), Errc::key_no_policy);
    EXPECT_EQ(fault_in(planned({}, {Verb::ensure, name, false, {}, nullptr})), Errc::key_no_policy)
        << reference;
    EXPECT_EQ(refusal_of_csr({}, name)->errc, Errc::key_no_policy);
  }
}

TEST(KeyPlan, WhatWasRevokedIsRenewedByTheNextUseAlone) {
  const Row root{{"ROOT", ""}, living, Kept::keystore, "", "root"};
  const KeyName ec{"REGISTRATION", "EC_SECP256R1_SIGN"};
  const KeyRing before = ring_of({root, {ec, living}});
  const auto revoked = change_of(plan(before, revoke(ec), noon, "new-alias"));
  ASSERT_EQ(revoked.rows.size(), 1u);
  EXPECT_TRUE(revoked.rows[0]->is_revoked);
  const KeyRing after = before.with(revoked.rows);
  EXPECT_FALSE(needs_successor(after, ec, noon));
  EXPECT_EQ(generation_of(plan(after, {Verb::ensure, ec, false, {}, nullptr}, noon, "")).name, ec);
  EXPECT_TRUE(needs_successor(ring_of({root, {ec, over}}), ec, noon));
}

TEST(KeyPlan, AnUploadDatedBackLeavesTheNewestTheNewest) {
  const Row older{base, {noon - days{4}, noon - days{3}}, Kept::wrapped, "a", "registration_base"};
  const Row newer{
      base, {noon - days{3}, noon + days{300}}, Kept::wrapped, "b", "registration_base"};
  const KeyRing before = ring_of({older, newer});
  const auto certificate = renewed({noon - days{9}, noon + days{300}});
  const auto row = change_of(plan(before, upload(base, certificate), noon, "new-alias")).rows[0];
  EXPECT_EQ(row->life.generated, noon - days{9});
  EXPECT_EQ(row->made_at(), noon - days{3});
  EXPECT_EQ(row->uploaded, noon);
  EXPECT_EQ(before.with({row}).versions(base).back()->alias, "b");
  // So it is when it comes from the store, and after another upload.
  const KeyRing stored =
      before.with({std::make_shared<const KeyVersion>(*decoded(row->alias, encoded(*row)))});
  EXPECT_EQ(stored.versions(base).back()->alias, "b");
  const auto next = renewed({noon - days{8}, noon + days{301}});
  const auto again = change_of(plan(stored, upload(base, next), noon, "new-alias")).rows[0];
  EXPECT_EQ(again->made_at(), noon - days{3});
}

TEST(KeyPlan, CertificatesOfOthersStandInTheOrderTheyCameIn) {
  const auto first =
      change_of(planned({}, other_domain(partner, of_partner({noon - days{2}, noon + days{300}}))))
          .rows;
  const KeyRing ring = KeyRing{}.with(first);
  const auto second =
      change_of(plan(ring, other_domain(partner, of_partner({noon - days{5}, noon + days{400}})),
                     noon + minutes{1}, "later"));
  EXPECT_EQ(ring.with(second.rows).versions(partner).back()->alias, "later");
}
}  // namespace keymanager::key_plan_change_test
