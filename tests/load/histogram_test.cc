#include "bench/load/generator/histogram.h"

#include <gtest/gtest.h>

namespace load {
namespace {
TEST(LatencyHistogram, OfNothingIsNothing) {
  const Histogram empty;
  EXPECT_EQ(empty.count(), 0u);
  EXPECT_EQ(empty.at(0.99), 0u);
  EXPECT_EQ(empty.mean(), 0);
}

TEST(LatencyHistogram, APercentileIsNeverBetterAndAtMost4PercentWorse) {
  Histogram histogram;
  for (uint64_t value = 1; value <= 100'000; ++value) histogram.add(value);
  for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    const double exact = share * 100'000;
    const auto told = static_cast<double>(histogram.at(share));
    EXPECT_GE(told, exact) << share;
    EXPECT_LE(told, exact * 1.04 + 1) << share;
  }
  EXPECT_EQ(histogram.at(1), 100'000u);
  EXPECT_EQ(histogram.max(), 100'000u);
  EXPECT_DOUBLE_EQ(histogram.mean(), 50'000.5);
}

TEST(LatencyHistogram, SmallValuesAreExact) {
  Histogram histogram;
  for (const uint64_t value : {0u, 3u, 31u}) histogram.add(value);
  EXPECT_EQ(histogram.at(0), 0u);
  EXPECT_EQ(histogram.at(0.5), 3u);
  EXPECT_EQ(histogram.at(1), 31u);
}

TEST(LatencyHistogram, TheLargestValueHasItsPlace) {
  Histogram histogram;
  histogram.add(~uint64_t{0});
  histogram.add((uint64_t{1} << 36) - 1);
  EXPECT_EQ(histogram.count(), 2u);
  EXPECT_EQ(histogram.at(0.5), (uint64_t{1} << 36) - 1);
}

TEST(LatencyHistogram, TwoAreAddedUp) {
  Histogram one;
  Histogram other;
  one.add(10);
  other.add(1000);
  other.add(1000);
  one.add(other);
  EXPECT_EQ(one.count(), 3u);
  EXPECT_EQ(one.max(), 1000u);
  EXPECT_EQ(one.at(0.1), 10u);
}
}  // namespace
}  // namespace load
