// tests/outbox/delivery_rules_test.cc: back-off and breaker.
#include "actors/outbox/delivery_rules.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/seeded_random.h"

namespace outbox {
namespace {
using std::chrono::milliseconds;
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

TEST(RetryRules, TheWaitDoublesUpToTheLongest) {
  SeededRandom random;
  const RetryRules rules{12, milliseconds{100}, milliseconds{1'000}};
  const int whole[] = {100, 200, 400, 800, 1'000, 1'000};
  for (uint32_t attempts = 1; attempts <= 6; ++attempts) {
    std::set<int64_t> seen;
    for (int i = 0; i < 500; ++i) seen.insert(wait_after(rules, attempts, random).count());
    EXPECT_GE(*seen.begin(), whole[attempts - 1] / 2) << attempts;
    EXPECT_LE(*seen.rbegin(), whole[attempts - 1]) << attempts;
    EXPECT_GT(seen.size(), 20u) << attempts;
  }
}

TEST(RetryRules, AnyCountOfFailuresHasAWait) {
  SeededRandom random;
  EXPECT_LE(wait_after({}, 4'000'000'000, random), RetryRules{}.longest);
  const RetryRules shrunk{3, milliseconds{5'000}, milliseconds{1}};
  EXPECT_LE(wait_after(shrunk, 1, random), milliseconds{1});
}

TEST(RetryRules, DeadAfterSoManyFailures) {
  static_assert(!is_dead({3, {}, {}}, 2));
  static_assert(is_dead({3, {}, {}}, 3));
}

TEST(RetryRules, OnlyTheProvidersOwnFailuresAreHeldAgainstIt) {
  static_assert(is_providers_own(Fault::unreachable));
  static_assert(is_providers_own(Fault::sign_in));
  static_assert(is_providers_own(Fault::busy));
  static_assert(!is_providers_own(Fault::refused));
  static_assert(!is_providers_own(Fault::unreadable));
}

class BreakerTest : public ::testing::Test {
 protected:
  void fail(UtcTime at) {
    breaker.started(at);
    breaker.answered(false, at);
  }
  Breaker breaker{{3, milliseconds{1'000}}};
};

TEST_F(BreakerTest, OpensAfterFailuresInARow) {
  fail(noon);
  fail(noon);
  EXPECT_TRUE(breaker.may_try(noon));
  fail(noon);
  EXPECT_TRUE(breaker.is_open());
  EXPECT_FALSE(breaker.may_try(noon + milliseconds{999}));
  EXPECT_EQ(breaker.opens_until(), noon + milliseconds{1'000});
}

TEST_F(BreakerTest, ASuccessInBetweenBeginsTheCountAnew) {
  fail(noon);
  fail(noon);
  breaker.answered(true, noon);
  fail(noon);
  fail(noon);
  EXPECT_FALSE(breaker.is_open());
}

TEST_F(BreakerTest, OneDeliveryTestsTheProvider) {
  for (int i = 0; i < 3; ++i) fail(noon);
  const auto later = noon + milliseconds{1'000};
  EXPECT_TRUE(breaker.may_try(later));
  breaker.started(later);
  EXPECT_FALSE(breaker.may_try(later));
  breaker.answered(true, later);
  EXPECT_FALSE(breaker.is_open());
  EXPECT_TRUE(breaker.may_try(later));
}

TEST_F(BreakerTest, AClockThatGoesBackKeepsItOpenForNoLonger) {
  for (int i = 0; i < 3; ++i) fail(noon);
  EXPECT_FALSE(breaker.may_try(noon));
  const auto yesterday = noon - std::chrono::hours{24};
  EXPECT_TRUE(breaker.may_try(yesterday));
  breaker.started(yesterday);
  EXPECT_FALSE(breaker.may_try(yesterday)) << "one tests it";
}

TEST_F(BreakerTest, AFailedTestOpensItAgain) {
  for (int i = 0; i < 3; ++i) fail(noon);
  fail(noon + milliseconds{1'000});
  EXPECT_FALSE(breaker.may_try(noon + milliseconds{1'500}));
  EXPECT_TRUE(breaker.may_try(noon + milliseconds{2'000}));
}

TEST_F(BreakerTest, ATestThatWasNotMadeLeavesRoomForAnother) {
  for (int i = 0; i < 3; ++i) fail(noon);
  const auto later = noon + milliseconds{1'000};
  breaker.started(later);
  breaker.not_made();
  EXPECT_TRUE(breaker.is_open());
  EXPECT_TRUE(breaker.may_try(later));
}
}  // namespace
}  // namespace outbox
