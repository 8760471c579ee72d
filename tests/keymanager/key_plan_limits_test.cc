// tests/keymanager/key_plan_limits_test.cc: how many keys, versions and certificates there may be.
#include <gtest/gtest.h>

#include "tests/keymanager/change_orders.h"

namespace keymanager::key_plan_change_test {
TEST(KeyPlan, AnApplicationHasOnlySoManyBaseAndSymmetricKeys) {
  const Row root{{"ROOT", ""}, living, Kept::keystore, "", "root"};
  const Row module_row{{"KERNEL", ""}, living};
  const Row other_module{{"REGISTRATION", ""}, living};
  const std::vector<Row> rows{root,
                              module_row,
                              other_module,
                              {cache, living, Kept::secret},
                              {{"REGISTRATION", "one"}, over, Kept::wrapped, "old"},
                              {{"REGISTRATION", "one"}, living, Kept::wrapped, "new"},
                              {{"REGISTRATION", "two"}, over, Kept::wrapped},
                              {{"REGISTRATION", "bank"}, living, Kept::certificate_only}};
  const auto at_most = [&](size_t count, const Order& order) {
    return plan(ring_of(rows), order, noon, "new-alias", {.base_keys_max = count});
  };
  const auto ensure = [](const char* reference) {
    return Order{Verb::ensure, {"REGISTRATION", reference}, false, {}, nullptr};
  };
  EXPECT_EQ(ring_of(rows).base_names("REGISTRATION"), 2u);
  EXPECT_EQ(fault_in(at_most(2, ensure("three"))), Errc::key_application_refused);
  EXPECT_EQ(generation_of(at_most(3, ensure("three"))).kept, Kept::wrapped);
  // A successor is no new name.
  EXPECT_EQ(generation_of(at_most(2, ensure("two"))).kept, Kept::wrapped);
  EXPECT_EQ(fault_in(at_most(1, secret({"KERNEL", "SECOND"}))), Errc::key_application_refused);
  EXPECT_EQ(generation_of(at_most(1, secret(cache, true))).kept, Kept::secret);
  EXPECT_EQ(fault_in(at_most(1, secret({"PMS", "FIRST"}))), Errc{});
}

TEST(KeyPlan, ThereAreOnlySoManyCertificatesOfOthersAndSymmetricKeysOverAll) {
  const std::vector<Row> rows{{{"KERNEL", ""}, living},
                              {cache, over, Kept::secret, "old"},
                              {cache, living, Kept::secret, "new"},
                              {partner, over, Kept::certificate_only, "ended", "registration_base"},
                              {{"ELSEWHERE", "bank"}, living, Kept::certificate_only}};
  const KeyRing ring = ring_of(rows);
  EXPECT_EQ(ring.kept(Kept::secret), 2u);
  EXPECT_EQ(ring.kept(Kept::certificate_only), 2u);
  EXPECT_EQ(ring.with({version(rows.back())}).kept(Kept::certificate_only), 2u)
      << "a row that is changed counts once";
  const auto with = [&](const PlanLimits& limits, const Order& order) {
    return plan(ring, order, noon, "new-alias", limits);
  };
  const Order another = other_domain(partner, of_partner());
  EXPECT_EQ(fault_in(with({.other_domain_max = 2}, another)), Errc::key_application_refused);
  EXPECT_EQ(change_of(with({.other_domain_max = 3}, another)).rows.size(), 1u);
  // A version more of a name that is there.
  const Order next = secret(cache, true);
  EXPECT_EQ(fault_in(with({.secrets_max = 2}, next)), Errc::key_application_refused);
  EXPECT_EQ(generation_of(with({.secrets_max = 3}, next)).kept, Kept::secret);
  EXPECT_EQ(outcome_of(with({.secrets_max = 2}, secret(cache))).key->alias, "new");
}

TEST(KeyPlan, ANameHasOnlySoManyVersionsByForce) {
  const Row ended{{"REGISTRATION", ""}, over, Kept::keystore, "ended"};
  const Row root{{"ROOT", ""}, living, Kept::keystore, "", "root"};
  const KeyRing full = ring_of({root, ended, {ended.name, living, Kept::keystore, "newest"}});
  const auto ordered = [](const KeyRing& ring, bool force, size_t versions_max) {
    return plan(ring, {Verb::master, {"REGISTRATION", ""}, force, {}, nullptr}, noon, "new-alias",
                {.versions_max = versions_max});
  };
  EXPECT_EQ(generation_of(ordered(full, true, 3)).ended.size(), 1u);
  EXPECT_EQ(fault_in(ordered(full, true, 2)), Errc::key_application_refused);
  EXPECT_EQ(outcome_of(ordered(full, false, 2)).key->alias, "newest");
  // A successor is always made.
  const KeyRing over_all = ring_of({root, ended});
  EXPECT_EQ(fault_in(ordered(over_all, false, 1)), Errc{});
  EXPECT_EQ(fault_in(ordered(over_all, true, 1)), Errc{}) << "force ends none here";
  EXPECT_EQ(fault_in(plan(over_all, {Verb::ensure, {"REGISTRATION", ""}, false, {}, nullptr}, noon,
                          "new", {.versions_max = 1})),
            Errc{});
}

TEST(KeyPlan, ARevocationHasAWayBackThatEndsAtTwiceTheVersions) {
  const KeyName ec{"REGISTRATION", "EC_SECP256R1_SIGN"};
  const KeyRing before = ring_of({{{"ROOT", ""}, living, Kept::keystore, "", "root"},
                                  {{"REGISTRATION", ""}, living, Kept::keystore},
                                  {ec, over, Kept::keystore, "old"},
                                  {ec, living, Kept::keystore, "current"},
                                  {cache, over, Kept::secret, "old secret"},
                                  {cache, living, Kept::secret, "current secret"}});
  KeyRing after = before;
  for (const KeyName& name : {ec, cache}) {
    const auto revoked = change_of(plan(before, revoke(name), noon, "new-alias"));
    ASSERT_EQ(revoked.rows.size(), 1u);
    after = after.with({revoked.rows[0]});
  }
  const auto ordered = [&](const KeyRing& ring, Verb verb, bool force, size_t versions_max) {
    const Order order{verb, verb == Verb::secret ? cache : ec, force, {}, nullptr};
    return fault_in(plan(ring, order, noon, "new-alias", {.versions_max = versions_max}));
  };
  for (const Verb verb : {Verb::ec_sign, Verb::secret})
    EXPECT_EQ(ordered(before, verb, true, 2), Errc::key_application_refused);
  for (const Verb verb : {Verb::ensure, Verb::ec_sign, Verb::secret}) {
    for (const bool force : {false, true}) {
      SCOPED_TRACE(testing::Message() << static_cast<int>(verb) << force);
      EXPECT_EQ(ordered(after, verb, force, 2), Errc{});
      EXPECT_EQ(ordered(after, verb, force, 1), Errc::key_application_refused);
    }
  }
}

TEST(KeyPlan, AnUploadThatEndsAKeyIsNoWayRoundTheNumberOfVersions) {
  const KeyRing before = ring_of({{{"ROOT", ""}, living, Kept::keystore, "", "root"},
                                  {{"REGISTRATION", ""}, living, Kept::keystore},
                                  {base, over, Kept::wrapped, "old"},
                                  base_row});
  const auto ensured = [](const KeyRing& ring, UtcTime now, size_t versions_max) {
    return fault_in(plan(ring, {Verb::ensure, base, false, {}, nullptr}, now, "new-alias",
                         {.versions_max = versions_max}));
  };
  // It lies inside the hand-over.
  const auto ending = renewed({noon - days{2}, noon + days{1}});
  const KeyRing ended = before.with(change_of(plan(before, upload(base, ending), noon, "")).rows);
  ASSERT_EQ(ended.current(base, noon).count, 0u);
  EXPECT_EQ(ensured(ended, noon, 2), Errc{});
  EXPECT_EQ(ensured(ended, noon, 1), Errc::key_application_refused);
  // One that lasts as long as a key made here is followed by what time makes.
  const UtcTime end = base_row.life.generated + base_policy.validity;
  for (const auto& [last, expected] :
       {std::pair{end, Errc{}}, std::pair{end - minutes{1}, Errc::key_application_refused}}) {
    const auto lasting = renewed({noon - days{2}, last});
    const KeyRing ring = before.with(change_of(plan(before, upload(base, lasting), noon, "")).rows);
    ASSERT_EQ(ring.current(base, noon).count, 1u);
    EXPECT_EQ(ensured(ring, noon, 1), Errc{});
    EXPECT_EQ(ensured(ring, end - days{1}, 1), expected);
  }
}

TEST(KeyPlan, AKeyThatWasGivenUpHasASuccessorHoweverManyThereWere) {
  const Row root{{"ROOT", ""}, living, Kept::keystore, "", "root"};
  KeyVersion left = *version({base, over, Kept::wrapped, "left"});
  left.record.clear();
  left.uploaded = left.made_at();  // A certificate that ends early, as that of each such key does.
  ASSERT_TRUE(left.was_given_up());
  const KeyRing ring = ring_of({root, {{"REGISTRATION", ""}, living}})
                           .with({std::make_shared<const KeyVersion>(left)});
  EXPECT_EQ(fault_in(plan(ring, {Verb::ensure, base, false, {}, nullptr}, noon, "new-alias",
                          {.versions_max = 0})),
            Errc{});
}

TEST(KeyPlan, ACertificateReplacesAnotherOnlySoOften) {
  const KeyRing ring = ring_of({{{"KERNEL", ""}, living},
                                {partner, over, Kept::certificate_only, "old"},
                                {partner, living, Kept::certificate_only, "current"}});
  const auto with = [&](const PlanLimits& limits) {
    return plan(ring, other_domain(partner, of_partner()), noon, "new-alias", limits);
  };
  EXPECT_EQ(change_of(with({.other_domain_max = 2})).rows.size(), 2u);
  EXPECT_EQ(fault_in(with({.other_domain_max = 1})), Errc::key_application_refused);
  EXPECT_EQ(fault_in(with({.versions_max = 2})), Errc::key_application_refused);
  EXPECT_EQ(change_of(with({.versions_max = 3})).rows.size(), 2u);
}

TEST(KeyPlan, ACertificateThatReplacesNoneIsAVersionMoreAsWell) {
  const KeyRing ring = ring_of({{{"KERNEL", ""}, living},
                                {partner, over, Kept::certificate_only, "older"},
                                {partner, over, Kept::certificate_only, "old"}});
  const auto with = [&](size_t versions_max) {
    return plan(ring, other_domain(partner, of_partner()), noon, "new-alias",
                {.versions_max = versions_max});
  };
  EXPECT_EQ(fault_in(with(2)), Errc::key_application_refused);
  EXPECT_EQ(change_of(with(3)).rows.size(), 1u);
}
}  // namespace keymanager::key_plan_change_test
