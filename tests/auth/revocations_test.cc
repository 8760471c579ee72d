// tests/auth/revocations_test.cc: snapshots, their two levels, and what expires.
#include "actors/auth/revocations.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace auth {
static Id128 id(uint64_t number) { return {number * 0x9e3779b97f4a7c15ULL, number}; }

TEST(Revocations, ASnapshotNeverChanges) {
  RevocationBoard board;
  const auto before = board.snapshot();
  board.publish(std::vector<Revocation>{{id(1), 100}}, 0);
  EXPECT_FALSE(before->holds(id(1)));
  EXPECT_TRUE(board.snapshot()->holds(id(1)));
  EXPECT_FALSE(board.snapshot()->holds(id(2)));
  EXPECT_NE(board.version(), before->version());
  EXPECT_EQ(board.version(), board.snapshot()->version());
}
TEST(Revocations, ManySinglePublishesAreAllHeld) {
  RevocationBoard board;
  const uint64_t count = 3 * RevocationSnapshot::recent_max + 7;
  for (uint64_t i = 1; i <= count; ++i) board.publish(std::vector<Revocation>{{id(i), 100}}, 0);
  const auto snapshot = board.snapshot();
  for (uint64_t i = 1; i <= count; ++i) ASSERT_TRUE(snapshot->holds(id(i))) << i;
  EXPECT_FALSE(snapshot->holds(id(count + 1)));
  EXPECT_EQ(snapshot->size(), count);
}
TEST(Revocations, ALoadAtStartIsOneTable) {
  RevocationBoard board;
  std::vector<Revocation> loaded;
  for (uint64_t i = 1; i <= 50'000; ++i) loaded.push_back({id(i), 100});
  loaded.push_back({Id128{}, 100});
  board.publish(loaded, 0);
  EXPECT_EQ(board.snapshot()->size(), 50'000u);
  EXPECT_TRUE(board.snapshot()->holds(id(50'000)));
  EXPECT_FALSE(board.snapshot()->holds(Id128{}));
}
TEST(Revocations, ExpiredOnesGoWhenTheBaseIsMadeAnew) {
  RevocationBoard board;
  board.publish(std::vector<Revocation>{{id(1), 100}, {id(2), 300}}, 0);
  std::vector<Revocation> many;
  for (uint64_t i = 10; i < 10 + RevocationSnapshot::recent_max; ++i) many.push_back({id(i), 300});
  board.publish(many, 100);
  EXPECT_FALSE(board.snapshot()->holds(id(1)));
  EXPECT_TRUE(board.snapshot()->holds(id(2)));
}
TEST(Revocations, TheLaterExpiryOfOneIdCounts) {
  RevocationBoard board;
  board.publish(std::vector<Revocation>{{id(1), 300}}, 0);
  board.publish(std::vector<Revocation>{{id(1), 100}}, 0);
  std::vector<Revocation> many;
  for (uint64_t i = 10; i < 10 + RevocationSnapshot::recent_max; ++i) many.push_back({id(i), 300});
  board.publish(many, 200);
  EXPECT_TRUE(board.snapshot()->holds(id(1)));
}
TEST(Revocations, ReadersOfOtherThreadsSeeWhatTheVersionPromises) {
  RevocationBoard board;
  constexpr uint64_t last = 3000;
  std::vector<uint64_t> missed(3, 0);
  std::vector<std::jthread> readers;
  for (auto& misses : missed) {
    readers.emplace_back([&] {
      for (uint64_t version = 0; version < last;) {
        version = board.version();
        const auto snapshot = board.snapshot();
        if (snapshot->version() < version) ++misses;
        if (version > 0 && !snapshot->holds(id(version))) ++misses;
      }
    });
  }
  for (uint64_t i = 1; i <= last; ++i) board.publish(std::vector<Revocation>{{id(i), 100}}, 0);
  readers.clear();
  EXPECT_EQ(missed, std::vector<uint64_t>(3, 0));
}
TEST(Revocations, IdsAreUuidsInAnyCase) {
  const auto lower = id_of("dd4a2109-625f-4cbb-9b37-b39171c73212");
  ASSERT_TRUE(lower);
  EXPECT_EQ(lower->high, 0xdd4a2109625f4cbbULL);
  EXPECT_EQ(lower->low, 0x9b37b39171c73212ULL);
  EXPECT_EQ(id_of("DD4A2109-625F-4CBB-9B37-B39171C73212"), lower);
  for (const char* text :
       {"", "dd4a2109625f4cbb9b37b39171c73212", "00000000-0000-0000-0000-000000000000",
        "dd4a2109-625f-4cbb-9b37-b39171c7321g", "dd4a2109-625f-4cbb-9b37-b39171c732122",
        "dd4a210-9625f-4cbb-9b37-b39171c73212"}) {
    EXPECT_FALSE(id_of(text)) << text;
  }
}
}  // namespace auth
