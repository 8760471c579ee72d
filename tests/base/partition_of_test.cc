// tests/base/partition_of_test.cc: where keys live is stored data: these numbers never change.
#include "actors/base/partition_of.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace {
TEST(PartitionOf, VectorsThatNeverChange) {
  static_assert(stable_hash("") == 0xecba3df2c3383c52ULL);
  static_assert(stable_hash("a") == 0xed8170de1919a24dULL);
  static_assert(stable_hash("5193698130") == 0x76679bbd5e099420ULL);
  static_assert(partition_of("5193698130", 16) == 0);
  static_assert(partition_of("rid/10001/10002", 16) == 5);
  static_assert(stable_hash("rid/10001/10002") == 0x2a864136f1d87de5ULL);
}

TEST(PartitionOf, BytesAboveAsciiCountAsUnsigned) {
  static_assert(stable_hash("\xc3\xa9") == 0x7d53f00f9e4aa91dULL);
}

TEST(PartitionOf, NeighbouringKeysSpreadEvenly) {
  constexpr int keys = 160'000;
  std::array<int, 16> counts{};
  for (int i = 0; i < keys; ++i) ++counts[partition_of(std::to_string(1'000'000'000 + i), 16)];
  for (const int count : counts) {
    EXPECT_GT(count, keys / 16 * 95 / 100);
    EXPECT_LT(count, keys / 16 * 105 / 100);
  }
}

TEST(PartitionOf, OnePartitionOwnsAll) { static_assert(partition_of("any", 1) == 0); }
}  // namespace
