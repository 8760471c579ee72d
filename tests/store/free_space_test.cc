// tests/store/free_space_test.cc: low, sufficient, and a disk that cannot be asked.
#include "store/free_space.h"

#include <gtest/gtest.h>

namespace {
TEST(FreeSpace, FollowsTheProbeFromTickToTick) {
  std::optional<uint64_t> free = 100;
  store::FreeSpace space{[&] { return free; }, 100};
  EXPECT_FALSE(space.low());
  EXPECT_EQ(space.bytes_free(), 100u);
  free = 99;
  EXPECT_FALSE(space.low());
  space.tick();
  EXPECT_TRUE(space.low());
  free = 200;
  space.tick();
  EXPECT_FALSE(space.low());
}

TEST(FreeSpace, ADiskThatCannotBeAskedIsLow) {
  store::FreeSpace space{[] { return std::optional<uint64_t>{}; }, 1};
  EXPECT_TRUE(space.low());
  EXPECT_EQ(space.bytes_free(), 0u);
  EXPECT_TRUE((store::FreeSpace{"/no/such/directory"}.low()));
}

TEST(FreeSpace, AsksTheFileSystem) {
  store::FreeSpace space{"/", 0};
  EXPECT_FALSE(space.low());
  EXPECT_GT(space.bytes_free(), 0u);
}
}  // namespace
