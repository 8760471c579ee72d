// tests/base/random_test.cc: a bounded draw is uniform, whatever the source gives.
#include "actors/base/random.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>
#include <vector>

namespace {
class Seeded : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (auto& byte : bytes) byte = static_cast<std::byte>(engine_() & 0xffU);
  }

 private:
  std::mt19937_64 engine_{20'240'102};
};

/// Gives out listed numbers, one per draw.
class Listed : public Random {
 public:
  explicit Listed(std::vector<uint64_t> numbers) : numbers_(std::move(numbers)) {}
  void fill(std::span<std::byte> bytes) override {
    ASSERT_LT(used, numbers_.size());
    ASSERT_EQ(bytes.size(), sizeof(uint64_t));
    std::memcpy(bytes.data(), &numbers_[used++], bytes.size());
  }
  size_t used = 0;

 private:
  std::vector<uint64_t> numbers_;
};

TEST(Random, StaysBelowItsBound) {
  Seeded random;
  for (const uint64_t bound : {1ULL, 2ULL, 10ULL, 1'000'000'007ULL, 1ULL << 63, ~0ULL}) {
    for (int i = 0; i < 1'000; ++i) ASSERT_LT(random.below(bound), bound);
  }
}

TEST(Random, EveryDigitIsAsLikely) {
  constexpr int draws = 100'000;
  Seeded random;
  std::array<int, 10> counts{};
  for (int i = 0; i < draws; ++i) ++counts[random.below(10)];
  // Ten standard deviations of a fair source are 950: a fixed seed makes this exact for ever.
  for (const int count : counts) EXPECT_NEAR(count, draws / 10.0, 950.0);
}

TEST(Random, ThrowsAwayTheUnfairTail) {
  // 2^64 mod 10 is 6: 0 to 5 would make small digits likelier and are drawn again.
  Listed random{{0, 5, 6}};
  EXPECT_EQ(random.below(10), 6u);
  EXPECT_EQ(random.used, 3u);
}

TEST(Random, APowerOfTwoThrowsNothingAway) {
  Listed random{{0, 17}};
  EXPECT_EQ(random.below(16), 0u);
  EXPECT_EQ(random.below(16), 1u);
}
}  // namespace
