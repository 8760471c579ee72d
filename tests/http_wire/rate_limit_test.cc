// tests/http_wire/rate_limit_test.cc: buckets under a clock that the test holds.
#include "http/rate_limit.h"

#include <gtest/gtest.h>

#include <string>

namespace http {
using std::chrono::milliseconds;
const RateLimit::Time start{std::chrono::hours{1}};

TEST(RateLimit, ABurstThenTheRate) {
  RateLimit limit{{1, 3}, 42};
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.allow("a", start));
  EXPECT_FALSE(limit.allow("a", start));
  EXPECT_FALSE(limit.allow("a", start + milliseconds{999}));
  EXPECT_TRUE(limit.allow("a", start + milliseconds{1001}));
  EXPECT_FALSE(limit.allow("a", start + milliseconds{1002}));
  EXPECT_EQ(limit.refused(), 3u);
}
TEST(RateLimit, KeysDoNotShare) {
  RateLimit limit{{1, 1}, 42};
  EXPECT_TRUE(limit.allow("a", start));
  EXPECT_TRUE(limit.allow("b", start));
  EXPECT_FALSE(limit.allow("a", start));
}
TEST(RateLimit, OffAllowsAll) {
  RateLimit limit{{0, 0}, 42};
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(limit.allow("a", start));
}
TEST(RateLimit, AFullTableForgetsTheFullestBucket) {
  RateLimit limit{{1, 2}, 42, 1};
  EXPECT_TRUE(limit.allow("victim", start));
  EXPECT_TRUE(limit.allow("victim", start));
  for (int i = 0; i < 50; ++i) limit.allow("other" + std::to_string(i), start);
  EXPECT_FALSE(limit.allow("victim", start)) << "an empty bucket must outlast fuller ones";
}
TEST(RateLimit, TimeThatStepsBackGivesNothing) {
  RateLimit limit{{1, 1}, 42};
  EXPECT_TRUE(limit.allow("a", start));
  EXPECT_FALSE(limit.allow("a", start - std::chrono::minutes{5}));
  EXPECT_FALSE(limit.allow("a", start));
}
}  // namespace http
