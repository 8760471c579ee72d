// tests/crypto_pool/lane_test.cc: admission, the rule of it.
#include "actors/crypto_pool/lane.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace crypto_pool {
TEST(Lane, GivesToTheWorkerWithTheFewestJobs) {
  Lane lane({.workers = 3, .jobs_per_worker = 2});
  EXPECT_EQ(lane.admit(), 0u);
  EXPECT_EQ(lane.admit(), 1u);
  EXPECT_EQ(lane.admit(), 2u);
  lane.finish(1, {});
  EXPECT_EQ(lane.admit(), 1u);
}

TEST(Lane, RefusesWhenEachHasItsFill) {
  Lane lane({.workers = 2, .jobs_per_worker = 2});
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(lane.admit());
  EXPECT_EQ(lane.admit(), std::nullopt);
  EXPECT_EQ(lane.stats().queued, 4u);
  EXPECT_EQ(lane.stats().refused, 1u);
  lane.finish(0, {});
  EXPECT_EQ(lane.admit(), 0u);
  EXPECT_EQ(lane.admit(), std::nullopt);
  EXPECT_EQ(lane.stats().refused, 2u);
}

TEST(Lane, SumsOverItsWorkers) {
  Lane lane({.workers = 2, .jobs_per_worker = 1});
  lane.admit();
  lane.admit();
  lane.finish(0, std::chrono::nanoseconds{5});
  lane.finish(1, std::chrono::nanoseconds{7});
  EXPECT_EQ(lane.stats().done, 2u);
  EXPECT_EQ(lane.stats().queued, 0u);
  EXPECT_EQ(lane.stats().busy_nanoseconds, 12u);
}

TEST(Lane, NeverHasLessThanOneWorkerWithOneJob) {
  Lane lane({.workers = 0, .jobs_per_worker = 0});
  EXPECT_EQ(lane.admit(), 0u);
  EXPECT_EQ(lane.admit(), std::nullopt);
}

TEST(Lane, AJobThatThrowsIsOver) {
  Lane lane({.workers = 1, .jobs_per_worker = 1});
  lane.admit();
  try {
    const JobTime time(lane, 0);
    throw std::runtime_error("job");
  } catch (const std::runtime_error&) {
  }
  EXPECT_EQ(lane.stats().queued, 0u);
  EXPECT_EQ(lane.stats().done, 1u);
}
}  // namespace crypto_pool
