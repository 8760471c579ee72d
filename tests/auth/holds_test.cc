// tests/auth/holds_test.cc: claims of numbers and addresses: who has them, when they are doubted.
#include "actors/auth/holds.h"

#include <gtest/gtest.h>

#include "tests/auth/partition_store.h"

namespace auth::test {
class HoldsTest : public ::testing::Test {
 protected:
  Result<Hold> take(const Hold& hold, const std::optional<Hold>& instead_of = {}) {
    return store_.run(
        [&](store::Transaction& tx) { return take_hold({"some key", hold, instead_of}, tx); });
  }
  Result<Done> release(const std::string& uuid) {
    return store_.run([&](store::Transaction& tx) { return release_hold({"some key", uuid}, tx); });
  }
  Result<Hold> find() {
    return store_.run([&](store::Transaction& tx) { return find_hold("some key", tx); });
  }

  PartitionStore store_;
  const Hold ann_{"key of ann", "uuid of ann", 100, "start 1"};
  const Hold bob_{"key of bob", "uuid of bob", 101, "start 1"};
};

TEST_F(HoldsTest, TheFirstHasItUntilItLetsGo) {
  EXPECT_EQ(find().error(), Errc::account_user_not_found);
  EXPECT_EQ(take(ann_).value(), ann_);
  EXPECT_EQ(take(bob_).value(), ann_);
  EXPECT_TRUE(release("uuid of bob").ok());
  EXPECT_EQ(find().value(), ann_);
  EXPECT_TRUE(release("uuid of ann").ok());
  EXPECT_EQ(take(bob_).value(), bob_);
  store_.crash();
  EXPECT_EQ(find().value(), bob_);
}
TEST_F(HoldsTest, ADoubtfulOneIsTakenAwayOnceAndOnlyAsItWasFound) {
  take(ann_);
  Hold other = ann_;
  other.taken += 1;
  EXPECT_EQ(take(bob_, other).value(), ann_);
  EXPECT_EQ(take(bob_, ann_).value(), bob_);
  const Hold third{"key of cid", "uuid of cid", 102, "start 1"};
  EXPECT_EQ(take(third, ann_).value(), bob_);
}
TEST_F(HoldsTest, AFailedReadAndAStrangeRecordAreFaults) {
  take(ann_);
  EXPECT_FALSE(decode_hold("\1short"));
  EXPECT_FALSE(decode_hold(encode(ann_) + "x"));
  store_.crash();
  store_.durable.fail_reads = store::Errc::io;
  EXPECT_EQ(take(bob_).error(), Errc::auth_internal);
  EXPECT_EQ(release("uuid of ann").error(), Errc::auth_internal);
  EXPECT_EQ(find().error(), Errc::auth_internal);
}
TEST(HoldRules, NobodyDoubtsAClaimThatAUserMayStillFollow) {
  const Hold hold{"k", "u", 1000, "start 1"};
  for (const int64_t age : {-90, -61, -30, 0, 29, 30, 31, 60, 61, 500}) {
    const bool doubtful = is_doubtful(hold, "start 1", 1000 + age);
    EXPECT_FALSE(doubtful && may_put(hold.taken, 1000 + age)) << age;
    EXPECT_EQ(doubtful, std::abs(age) > 60) << age;
    EXPECT_EQ(may_put(hold.taken, 1000 + age), std::abs(age) <= 30) << age;
    EXPECT_TRUE(is_doubtful(hold, "start 2", 1000 + age)) << age;
  }
}
TEST(HoldKeys, CompareNumbersWithoutBlanksAndAddressesWithoutCase) {
  const Keys keys;
  const auto key = [&](HeldKind kind, std::string_view realm, std::string_view value) {
    return hold_key_of(*keys.index, kind, realm, held_form(kind, value));
  };
  EXPECT_EQ(key(HeldKind::mobile, "mosip", "+91 98 201"),
            key(HeldKind::mobile, "mosip", "+9198201"));
  for (const char* same : {"9198201", "00919820 1", "+9198201"})
    EXPECT_EQ(key(HeldKind::mobile, "mosip", same), key(HeldKind::mobile, "mosip", "+9198201"));
  EXPECT_NE(key(HeldKind::mobile, "mosip", "98201"), key(HeldKind::mobile, "mosip", "+9198201"));
  EXPECT_EQ(key(HeldKind::mail, "mosip", "Ann@Example.org"),
            key(HeldKind::mail, "mosip", "ann@example.org"));
  EXPECT_NE(key(HeldKind::mail, "mosip", "a@b"), key(HeldKind::mail, "other", "a@b"));
  EXPECT_NE(key(HeldKind::mail, "mosip", "1"), key(HeldKind::mobile, "mosip", "1"));
  EXPECT_EQ(key(HeldKind::mail, "mosip", "a@b").find("a@b"), std::string::npos);
}
}  // namespace auth::test
