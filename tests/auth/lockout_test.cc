// tests/auth/lockout_test.cc: the rules of wrong passwords, and the reservations.
#include <gtest/gtest.h>

#include "actors/auth/attempts.h"
#include "actors/auth/lockout_rules.h"

namespace auth {
constexpr LockoutRules rules{};

TEST(Lockout, TheFifthWrongPasswordBlocksForHalfAnHour) {
  static_assert(after_failure(rules, {3, 0}, 100) == Failures{4, 0});
  static_assert(after_failure(rules, {4, 0}, 100) == Failures{5, 1900});
  static_assert(is_blocked({5, 1900}, 1899));
  static_assert(!is_blocked({5, 1900}, 1900));
}
TEST(Lockout, APassedBlockLeavesNothing) {
  static_assert(after_failure(rules, {5, 1900}, 1900) == Failures{1, 0});
  static_assert(may_attempt(rules, {5, 1900}, 4, 1900));
}
TEST(Lockout, AFailureDuringTheBlockDoesNotProlongIt) {
  static_assert(after_failure(rules, {5, 1900}, 1000) == Failures{6, 1900});
}
TEST(Lockout, BlockTimeZeroBlocksForEver) {
  constexpr LockoutRules for_ever{5, 0};
  static_assert(is_blocked(after_failure(for_ever, {4, 0}, 100), blocked_for_ever - 1));
}
TEST(Lockout, ChecksInFlightCountAsIfTheyFailed) {
  static_assert(may_attempt(rules, {3, 0}, 1, 0));
  static_assert(!may_attempt(rules, {3, 0}, 2, 0));
  static_assert(!may_attempt(rules, {0, 0}, 5, 0));
}
TEST(Attempts, AreCountedPerUserUntilSettled) {
  Attempts attempts;
  const auto first = attempts.reserve("a", 0);
  attempts.reserve("a", 0);
  attempts.reserve("b", 0);
  EXPECT_EQ(attempts.in_flight("a", 0), 2u);
  EXPECT_TRUE(attempts.settle("a", first));
  EXPECT_FALSE(attempts.settle("a", first));
  EXPECT_FALSE(attempts.settle("c", 1));
  EXPECT_EQ(attempts.in_flight("a", 0), 1u);
  EXPECT_EQ(attempts.size(), 2u);
}
TEST(Attempts, EndAtTheirDeadline) {
  Attempts attempts;
  const auto number = attempts.reserve("a", 0);
  EXPECT_EQ(attempts.in_flight("a", Attempts::seconds_max - 1), 1u);
  EXPECT_EQ(attempts.in_flight("a", Attempts::seconds_max), 0u);
  EXPECT_FALSE(attempts.settle("a", number));
  EXPECT_EQ(attempts.size(), 0u);
}
TEST(Attempts, AreBoundedAndMakeRoomFromLateOnes) {
  Attempts attempts;
  for (size_t i = 0; i < Attempts::count_max; ++i) attempts.reserve(std::to_string(i), 0);
  EXPECT_EQ(attempts.reserve("one more", 1), 0u);
  EXPECT_NE(attempts.reserve("one more", Attempts::seconds_max), 0u);
  EXPECT_EQ(attempts.size(), 1u);
}
}  // namespace auth
