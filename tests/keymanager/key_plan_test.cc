// tests/keymanager/key_plan_test.cc: what orders for a key come to (keys sheet 2.3 to 2.5, 4.1 to
// 4.3).
#include "actors/keymanager/key_plan.h"

#include <gtest/gtest.h>

#include "tests/keymanager/plans.h"

namespace keymanager::key_plan_test {
namespace {
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

const Lifetime living{noon - days{1}, noon + days{2000}};
const Lifetime over{noon - days{1000}, noon - days{1}};
const Row root{{"ROOT", ""}, living, Kept::keystore, "", "root"};
const Row module_row{{"REGISTRATION", ""}, living};
const KeyName base{"REGISTRATION", "10001_10002"};
const KeyName sign{"KERNEL", "SIGN"};

Row with_life(Row row, const Lifetime& life, const std::string& alias = "") {
  row.life = life;
  row.alias = alias;
  return row;
}
Order ensure(const KeyName& name) { return {Verb::ensure, name, false, {}, nullptr}; }
Order master(const KeyName& name, bool force = false) {
  return {Verb::master, name, force, {"IN", "", "", "", "", "x"}, nullptr};
}
}  // namespace

TEST(KeyPlanEnsure, ACurrentKeyIsTheAnswer) {
  const auto plan = planned({root, module_row}, ensure(module_row.name));
  EXPECT_EQ(outcome_of(plan).key->alias, "REGISTRATION/");
  EXPECT_FALSE(outcome_of(plan).made);
}

TEST(KeyPlanEnsure, SeveralCurrentKeysAreRefused) {
  EXPECT_EQ(
      fault_in(planned({with_life(module_row, living, "1"), with_life(module_row, living, "2")},
                       ensure(module_row.name))),
      Errc::key_no_unique_alias);
}

TEST(KeyPlanEnsure, TheServersOwnKeysNeedNoRoot) {
  const auto tokens = generation_of(planned({}, ensure({"AUTH_TOKEN", ""})));
  EXPECT_EQ(tokens.kept, Kept::sealed);
  EXPECT_EQ(tokens.profile, crypto::Profile::signer);
  EXPECT_EQ(tokens.issuer, nullptr);
  EXPECT_EQ(tokens.subject.common_name, "AUTH_TOKEN");
  const auto store = generation_of(planned({}, ensure({"STORE", ""})));
  EXPECT_EQ(store.kept, Kept::keystore);
  EXPECT_EQ(store.profile, crypto::Profile::base);
  const Row old{{"STORE", ""}, over, Kept::keystore, "", "root"};
  EXPECT_EQ(generation_of(planned({old}, ensure({"STORE", ""}))).issuer, nullptr);
}

TEST(KeyPlanEnsure, MasterKeysAreNotMadeByUse) {
  for (const KeyName& name :
       {KeyName{"ROOT", ""}, KeyName{"KERNEL", ""}, sign, KeyName{"RESIDENT", "EC_SECP256K1_SIGN"}})
    EXPECT_EQ(fault_in(planned({root}, ensure(name))),
              name.application_id == "ROOT" ? Errc{} : Errc::key_not_generated)
        << name.application_id;
  EXPECT_EQ(fault_in(planned({}, ensure({"ROOT", ""}))), Errc::key_not_generated);
  EXPECT_EQ(fault_in(planned({root}, ensure({"NOBODY", ""}))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({root}, ensure({"NOBODY", "x"}))), Errc::key_no_policy);
}

TEST(KeyPlanEnsure, ABaseKeyIsMadeByItsFirstUse) {
  const auto made = generation_of(planned({root, module_row}, ensure(base)));
  EXPECT_EQ(made.name, base);
  EXPECT_EQ(made.kept, Kept::wrapped);
  EXPECT_EQ(made.kind, crypto::KeyKind::rsa);
  EXPECT_EQ(made.profile, crypto::Profile::base);
  EXPECT_EQ(made.issuer->alias, "REGISTRATION/");
  EXPECT_EQ(made.validity, days{730});
  EXPECT_TRUE(made.ended.empty());
  crypto::Name subject = crypto::vector_certificate("registration_master").subject();
  subject.common_name = "REGISTRATION-10001_10002";
  EXPECT_EQ(made.subject, subject);
}

TEST(KeyPlanEnsure, ABaseKeyNeedsItsModule) {
  EXPECT_EQ(fault_in(planned({root}, ensure(base))), Errc::key_not_generated);
  // An expired one is renewed first, and before that its root.
  EXPECT_EQ(need_of(planned({root, with_life(module_row, over)}, ensure(base))), module_row.name);
  EXPECT_EQ(need_of(planned({with_life(root, over), with_life(module_row, over)},
                            ensure(module_row.name))),
            root.name);
  EXPECT_EQ(
      fault_in(planned({with_life(module_row, living, "1"), with_life(module_row, living, "2")},
                       ensure(base))),
      Errc::key_no_unique_alias);
}

TEST(KeyPlanEnsure, SomeApplicationsHaveNoBaseKeys) {
  const auto why = [](const KeyName& name) {
    return std::get<Fault>(planned({root}, ensure(name)));
  };
  EXPECT_EQ(why({"ROOT", "x"}), (Fault{Errc::key_generation_refused, {"Root Key"}}));
  EXPECT_EQ(why({"KERNEL", "x"}), (Fault{Errc::key_generation_refused, {"Kernel App Id"}}));
  EXPECT_EQ(why({"PARTNER", "x"}), (Fault{Errc::key_generation_refused, {"Partner App Id"}}));
  EXPECT_EQ(why({"RESIDENT", "ED25519_SIGN"}),
            (Fault{Errc::key_generation_refused, {"Ed25519 Signature Key"}}));
  EXPECT_EQ(why({"AUTH_TOKEN", "x"}).errc, Errc::key_operation_refused);
}

TEST(KeyPlanEnsure, ASuccessorBearsTheNameOfTheOldestKey) {
  Row oldest = with_life(module_row, {noon - days{2000}, noon - days{900}}, "oldest");
  Row newest = with_life(module_row, over, "newest");
  newest.vector = "kernel_sign";
  const auto made = generation_of(planned({root, oldest, newest}, ensure(module_row.name)));
  EXPECT_EQ(made.subject, crypto::vector_certificate("registration_master").subject());
  EXPECT_EQ(made.kept, Kept::keystore);
  EXPECT_EQ(made.issuer->alias, "ROOT/");
  EXPECT_EQ(made.validity, days{1095});
}

TEST(KeyPlanEnsure, ARootSucceedsItself) {
  const auto made = generation_of(planned({with_life(root, over)}, ensure(root.name)));
  EXPECT_EQ(made.issuer, nullptr);
  EXPECT_EQ(made.profile, crypto::Profile::root);
  EXPECT_EQ(made.validity, days{2920});
}

TEST(KeyPlanEnsure, TheSuccessorComesBeforeTheEnd) {
  const Row ending = with_life(module_row, {noon - days{1000}, noon + days{60}});
  EXPECT_EQ(generation_of(planned({root, ending}, ensure(module_row.name))).name, module_row.name);
  const Row lasting = with_life(module_row, {noon - days{1000}, noon + days{60} + minutes{1}});
  EXPECT_EQ(outcome_of(planned({root, lasting}, ensure(module_row.name))).key->alias,
            "REGISTRATION/");
}

TEST(KeyPlanEnsure, OtherDomainsRenewTheirCertificatesThemselves) {
  EXPECT_EQ(std::get<Fault>(planned({{{"PARTNER", "x"}, over, Kept::certificate_only}},
                                    ensure({"PARTNER", "x"}))),
            (Fault{Errc::key_generation_refused, {"other domains, partner Certificate expired"}}));
}

TEST(KeyPlanEnsure, ASecretIsNoKeyToUse) {
  const KeyName cache{"KERNEL", "IDENTITY_CACHE"};
  for (const Lifetime& life : {living, over})
    EXPECT_EQ(fault_in(planned({{cache, life, Kept::secret}}, ensure(cache))),
              Errc::key_no_unique_alias);
}

TEST(KeyPlanMaster, RefusesWhatNoMasterKeyIsCalled) {
  EXPECT_EQ(fault_in(planned({root}, master({"NOBODY", ""}))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({root}, master({"BASE", ""}))), Errc::key_no_policy);
  EXPECT_EQ(fault_in(planned({root}, master({"KERNEL", "sign"}))), Errc::key_reference_refused);
  EXPECT_EQ(fault_in(planned({root}, master({"RESIDENT", "SIGN"}))), Errc::key_reference_refused);
  EXPECT_EQ(fault_in(planned({root}, master({std::string(37, 'x'), ""}))),
            Errc::key_request_invalid);
}

TEST(KeyPlanMaster, NeedsAKeyOfRoot) {
  EXPECT_EQ(fault_in(planned({}, master(module_row.name))), Errc::key_no_root);
  // Not even an expired one is renewed by the way.
  EXPECT_EQ(fault_in(planned({with_life(root, over)}, master(module_row.name))), Errc::key_no_root);
  EXPECT_EQ(fault_in(planned({with_life(root, living, "1"), with_life(root, living, "2")},
                             master(module_row.name))),
            Errc::key_no_unique_alias);
  EXPECT_EQ(generation_of(planned({}, master(root.name))).profile, crypto::Profile::root);
}

TEST(KeyPlanMaster, MakesTheFirstKeyAndAnswersItThen) {
  const auto made = generation_of(planned({root}, master(sign)));
  EXPECT_EQ(made.kept, Kept::keystore);
  EXPECT_EQ(made.profile, crypto::Profile::module);
  EXPECT_EQ(made.subject.common_name, "x");
  EXPECT_EQ(made.validity, days{1095});
  EXPECT_EQ(outcome_of(planned({root, module_row}, master(module_row.name))).key->alias,
            "REGISTRATION/");
  EXPECT_EQ(fault_in(planned(
                {root, with_life(module_row, living, "1"), with_life(module_row, living, "2")},
                master(module_row.name))),
            Errc::key_no_unique_alias);
}

TEST(KeyPlanMaster, ForceEndsAllCurrentKeys) {
  const auto made = generation_of(
      planned({root, with_life(module_row, living, "1"), with_life(module_row, over, "0"),
               with_life(module_row, {noon + hours{1}, noon + days{99}}, "2")},
              master(module_row.name, true)));
  ASSERT_EQ(made.ended.size(), 2u);
  EXPECT_EQ(made.ended[0]->alias, "1");
  EXPECT_EQ(made.ended[0]->life, (Lifetime{living.generated, noon - minutes{1}}));
  EXPECT_EQ(made.ended[1]->alias, "2");
  const KeyRing after = ring_of({with_life(module_row, living, "1")}).with({made.ended[0]});
  EXPECT_EQ(after.current(module_row.name, noon).count, 0u);
}

TEST(KeyPlanEcSign, OnlyThreeReferencesAreOrdered) {
  const auto order = [](const KeyName& name) {
    return Order{Verb::ec_sign, name, false, {"IN", "", "", "", "", "x"}, nullptr};
  };
  for (const KeyName& name : {KeyName{"RESIDENT", ""}, KeyName{"RESIDENT", "x"}, sign,
                              KeyName{"ROOT", "EC_SECP256R1_SIGN"}})
    EXPECT_EQ(fault_in(planned({root}, order(name))), Errc::key_ec_reference_refused);
  EXPECT_EQ(fault_in(planned({root}, order({"AUTH_TOKEN", "ED25519_SIGN"}))),
            Errc::key_operation_refused);
  EXPECT_EQ(fault_in(planned({root}, order({"NOBODY", "ED25519_SIGN"}))), Errc::key_no_policy);
  const auto p256 = generation_of(planned({root}, order({"REGISTRATION", "EC_SECP256R1_SIGN"})));
  EXPECT_EQ(p256.kind, crypto::KeyKind::ec_p256);
  EXPECT_EQ(p256.kept, Kept::keystore);
  EXPECT_EQ(p256.issuer->alias, "ROOT/");
  EXPECT_EQ(generation_of(planned({root}, order({"REGISTRATION", "EC_SECP256K1_SIGN"}))).kind,
            crypto::KeyKind::ec_secp256k1);
  const auto ed =
      generation_of(planned({root, module_row}, order({"REGISTRATION", "ED25519_SIGN"})));
  EXPECT_EQ(ed.kind, crypto::KeyKind::ed25519);
  EXPECT_EQ(ed.kept, Kept::wrapped);
  EXPECT_EQ(ed.issuer->alias, "REGISTRATION/");
  EXPECT_EQ(ed.subject.common_name, "x");
  EXPECT_EQ(fault_in(planned({root}, order({"REGISTRATION", "ED25519_SIGN"}))),
            Errc::key_not_generated);
}

TEST(KeyPlanCsr, IsForOurOwnPairs) {
  const KeyRing ring =
      ring_of({root, module_row, {{"PMS", "bank"}, living, Kept::certificate_only}});
  const auto why = [&](const KeyName& name) {
    const auto refused = refusal_of_csr(ring, name);
    return refused ? refused->errc : Errc{};
  };
  EXPECT_EQ(why(module_row.name), Errc{});
  EXPECT_EQ(why(base), Errc{});
  EXPECT_EQ(why({"KERNEL", "IDENTITY_CACHE"}), Errc::key_csr_refused);
  EXPECT_EQ(why({"PMS", "bank"}), Errc::key_csr_refused);
  EXPECT_EQ(why({"NOBODY", ""}), Errc::key_no_policy);
  EXPECT_EQ(why({"AUTH_TOKEN", ""}), Errc::key_operation_refused);
  EXPECT_EQ(why({"a\n", ""}), Errc::key_request_invalid);
}

TEST(KeyPlan, AnIdentifierThatIsTakenGetsTheAlias) {
  const KeyRing none;
  const std::string first = free_uni_ident(none, sign, noon, "a1");
  EXPECT_EQ(first, uni_ident_of("KERNEL_SIGN_01-02-2024"));
  KeyVersion taken = *version({sign});
  taken.uni_ident = first;
  EXPECT_EQ(
      free_uni_ident(none.with({std::make_shared<const KeyVersion>(taken)}), sign, noon, "a1"),
      uni_ident_of("KERNEL_SIGN_01-02-2024_a1"));
}

TEST(KeyPlan, NamesAreBounded) {
  EXPECT_TRUE(is_acceptable({std::string(36, 'a'), std::string(128, 'r')}));
  EXPECT_FALSE(is_acceptable({std::string(37, 'a'), ""}));
  EXPECT_FALSE(is_acceptable({"a", std::string(129, 'r')}));
  EXPECT_FALSE(is_acceptable({"a\n", ""}));
  EXPECT_FALSE(is_acceptable({"a", std::string(1, '\0')}));
  for (const Verb verb :
       {Verb::ensure, Verb::secret, Verb::upload, Verb::other_domain, Verb::revoke})
    EXPECT_EQ(fault_in(planned({}, {verb, {"a\n", ""}, false, {}, nullptr})),
              Errc::key_request_invalid);
}

TEST(KeyPlan, OnlyKeysOfTheKeystoreAreRenewedUnasked) {
  EXPECT_TRUE(needs_successor(ring_of({with_life(module_row, over)}), module_row.name, noon));
  EXPECT_FALSE(needs_successor(ring_of({module_row}), module_row.name, noon));
  EXPECT_FALSE(needs_successor(ring_of({{base, over, Kept::wrapped}}), base, noon));
  EXPECT_FALSE(needs_successor(KeyRing{}, module_row.name, noon));
}
}  // namespace keymanager::key_plan_test
