// tests/auth/failure_limit_test.cc: permits under a clock that the test holds.
#include "actors/auth/failure_limit.h"

#include <gtest/gtest.h>

#include <string>

namespace auth {
using std::chrono::milliseconds;
using std::chrono::seconds;
const FailureLimit::Time start{std::chrono::hours{1}};
const FailureLimit::Try here{"mosip/portal", "10.0.0.1"};
const FailureLimit::Try elsewhere{"mosip/portal", "10.0.0.2"};

/// How many guesses are let through until one is refused.
int permits(FailureLimit& limit, const FailureLimit::Try& attempt, FailureLimit::Time now) {
  int count = 0;
  while (count < 100 && limit.reserve(attempt, now)) ++count;
  return count;
}

TEST(FailureLimit, ReservedPermitsRunOutBeforeAnyAnswer) {
  FailureLimit limit{{1, 3}, 42};
  EXPECT_EQ(permits(limit, here, start), 3);
  EXPECT_EQ(permits(limit, elsewhere, start), 0) << "another address is no other client";
  EXPECT_EQ(permits(limit, here, start + milliseconds{999}), 0);
  EXPECT_EQ(permits(limit, here, start + milliseconds{1001}), 1);
}
TEST(FailureLimit, RightSecretsNeverCount) {
  FailureLimit limit{{1, 1}, 42};
  for (int i = 0; i < 1000; ++i) {
    const auto permit = limit.reserve(here, start);
    ASSERT_TRUE(permit) << i;
    limit.give_back(*permit, start);
    limit.remember(here, start);
  }
}
TEST(FailureLimit, AnAddressThatHasProvedItselfIsNotShutOutByStrangers) {
  FailureLimit limit{{1, 3}, 42};
  limit.remember(here, start);
  EXPECT_EQ(permits(limit, elsewhere, start), 3);
  EXPECT_EQ(permits(limit, here, start), 3) << "and has a limit of its own";
  const auto later = start + FailureLimit::known_for;
  EXPECT_EQ(permits(limit, elsewhere, later), 3);
  EXPECT_EQ(permits(limit, here, later), 0) << "forgotten after a day";
}
TEST(FailureLimit, AnotherClientsProofDoesNotHelp) {
  FailureLimit limit{{1, 3}, 42};
  limit.remember({"mosip/other", "10.0.0.1"}, start);
  limit.remember({"mosip/portal", ""}, start);
  EXPECT_EQ(permits(limit, here, start), 3);
  EXPECT_EQ(permits(limit, {"mosip/portal", ""}, start), 0);
}
TEST(FailureLimit, AFullTableForgetsTheOldestAddress) {
  FailureLimit limit{{1, 1}, 42, 1};
  limit.remember(here, start);
  for (int i = 1; i <= 4; ++i) {
    limit.remember({"mosip/portal", "10.1.1." + std::to_string(i)}, start + seconds{i});
  }
  EXPECT_EQ(permits(limit, elsewhere, start + seconds{5}), 1);
  EXPECT_EQ(permits(limit, here, start + seconds{5}), 0);
  EXPECT_EQ(permits(limit, {"mosip/portal", "10.1.1.1"}, start + seconds{5}), 1);
}
TEST(FailureLimit, OffRefusesNothing) {
  FailureLimit limit{{0, 0}, 42};
  EXPECT_EQ(permits(limit, here, start), 100);
}
}  // namespace auth
