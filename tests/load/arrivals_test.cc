#include "bench/load/generator/arrivals.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace load {
namespace {
int arrivals_until(Arrivals& arrivals, double time) {
  int count = 0;
  while (arrivals.next() <= time) ++count;
  return count;
}

TEST(Arrivals, EvenOnesKeepTheirDistance) {
  Arrivals arrivals({0, 4, 0}, false, 1);
  EXPECT_DOUBLE_EQ(arrivals.next(), 0.25);
  EXPECT_DOUBLE_EQ(arrivals.next(), 0.5);
  EXPECT_DOUBLE_EQ(arrivals.next(), 0.75);
}

TEST(Arrivals, AClimbSendsTheAreaBelowIt) {
  Arrivals arrivals({0, 1000, 10}, false, 1);
  EXPECT_EQ(arrivals_until(arrivals, 5.0001), 1250);  // 10 s * 1000 / s * (1/2)^2 / 2
  Arrivals whole({0, 1000, 10}, false, 1);
  EXPECT_EQ(arrivals_until(whole, 12.0001), 7000);  // 5,000 while it climbs, then 1,000 a second
}

TEST(Arrivals, AFlatClimbIsNone) {
  Arrivals arrivals({100, 100, 10}, false, 1);
  EXPECT_EQ(arrivals_until(arrivals, 20.0001), 2000);
}

TEST(Arrivals, PoissonOnesKeepTheRateAndNotTheDistance) {
  Arrivals arrivals({0, 1000, 0}, true, 7);
  Arrivals again({0, 1000, 0}, true, 7);
  double last = 0;
  double shortest = 1;
  double longest = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double time = arrivals.next();
    ASSERT_GT(time, last);
    EXPECT_EQ(time, again.next());
    shortest = std::min(shortest, time - last);
    longest = std::max(longest, time - last);
    last = time;
  }
  EXPECT_NEAR(last, 100, 2);
  EXPECT_LT(shortest, 0.0001);
  EXPECT_GT(longest, 0.005);
}

TEST(Arrivals, ARateIsAboveNothing) {
  EXPECT_THROW(Arrivals({0, 0, 0}, false, 1), std::invalid_argument);
  EXPECT_THROW(Arrivals({-1, 10, 0}, false, 1), std::invalid_argument);
}
}  // namespace
}  // namespace load
