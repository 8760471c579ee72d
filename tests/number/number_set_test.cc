// tests/number/number_set_test.cc: the hash set against std::set.
#include "actors/number/number_set.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/seeded_random.h"

namespace number {
TEST(NumberSet, DoesWhatStdSetDoes) {
  SeededRandom random{11};
  NumberSet numbers;
  std::set<Packed> expected;
  for (int i = 0; i < 200'000; ++i) {
    const Packed number = 10 + random.below(3000);
    if (random.below(2) == 0) {
      ASSERT_EQ(numbers.insert(number), expected.insert(number).second);
    } else {
      ASSERT_EQ(numbers.erase(number), expected.erase(number) == 1);
    }
    ASSERT_EQ(numbers.size(), expected.size());
    const Packed other = 10 + random.below(3000);
    ASSERT_EQ(numbers.contains(other), expected.contains(other));
  }
}

TEST(NumberSet, EmptyHoldsNothing) {
  NumberSet numbers;
  EXPECT_FALSE(numbers.contains(10));
  EXPECT_FALSE(numbers.erase(10));
  EXPECT_EQ(numbers.size(), 0u);
}
}  // namespace number
