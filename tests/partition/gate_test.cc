// tests/partition/gate_test.cc: the in-flight bound.
#include "actors/partition/gate.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace {
TEST(Gate, RefusesBeyondItsBoundAndCountsIt) {
  partition::Gate gate{2};
  EXPECT_TRUE(gate.try_enter());
  EXPECT_TRUE(gate.try_enter());
  EXPECT_FALSE(gate.try_enter());
  EXPECT_EQ(gate.in_flight(), 2u);
  EXPECT_EQ(gate.refused(), 1u);
  gate.leave();
  EXPECT_TRUE(gate.try_enter());
}

TEST(Gate, FromManyThreadsWhatEnteredAlsoLeft) {
  partition::Gate gate{3};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 10'000; ++round) {
        if (gate.try_enter()) gate.leave();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(gate.in_flight(), 0u);
}
}  // namespace
