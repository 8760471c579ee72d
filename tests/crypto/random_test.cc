// tests/crypto/random_test.cc: form, buffering and wiring; no test of statistics.
#include "crypto/random.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "tests/crypto/bytes.h"

namespace crypto {
template <class Source>
class SystemSources : public testing::Test {};
using Sources = testing::Types<SystemRandom, SystemKeyRandom>;
TYPED_TEST_SUITE(SystemSources, Sources);

TYPED_TEST(SystemSources, FillAllOfALongBlock) {
  TypeParam random;
  std::vector<std::byte> bytes((3U << 20) + 1);
  random.fill(bytes);
  // 64 zeros at the end by chance: once in 2^512.
  EXPECT_NE(std::vector<std::byte>(bytes.end() - 64, bytes.end()), std::vector<std::byte>(64));
  EXPECT_NE(random.next(), random.next());
}

TEST(BufferedRandom, GivesEachByteOnce) {
  CountingRandom source;
  BufferedRandom random(source);
  std::byte byte{};
  for (size_t i = 0; i < 2 * BufferedRandom::block_bytes; ++i) {
    random.fill({&byte, 1});
    ASSERT_EQ(byte, static_cast<std::byte>(i));
  }
  EXPECT_EQ(source.drawn(), 2 * BufferedRandom::block_bytes);
}

TEST(BufferedRandom, NeverGivesAStaleRest) {
  CountingRandom source;
  BufferedRandom random(source);
  static_assert(BufferedRandom::block_bytes % 256 == 0);  // So a block starts with byte 0.
  std::vector<std::byte> most(BufferedRandom::block_bytes - 3);
  random.fill(most);
  std::vector<std::byte> five(5);
  random.fill(five);  // Three are left: a new block serves all five.
  EXPECT_EQ(five.front(), std::byte{0});
  std::vector<std::byte> large(BufferedRandom::block_bytes + 1);
  random.fill(large);  // More than a block comes straight from the source.
  EXPECT_EQ(large.front(), std::byte{0});
}

TEST(Uuid, HasVersionFourAndItsVariant) {
  CountingRandom random;
  EXPECT_EQ(uuid_v4(random), "00010203-0405-4607-8809-0a0b0c0d0e0f");
  EXPECT_EQ(uuid_v4(random), "10111213-1415-4617-9819-1a1b1c1d1e1f");
}

TEST(Uuid, DoesNotRepeat) {
  SystemRandom random;
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) seen.insert(uuid_v4(random));
  EXPECT_EQ(seen.size(), 10'000u);
}
}  // namespace crypto
