// tests/number/spares_test.cc: what is kept, for whom, and how much of it.
#include "actors/number/spares.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace number {
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Spares, EachOwnerGetsItsOwnOnce) {
  Spares spares(2);
  for (const Packed number : {10, 12, 14}) spares.keep(0, number);
  spares.keep(1, 11);
  std::vector<Packed> first, second, other, none;
  EXPECT_EQ(spares.take(0, 2, first), 2u);
  EXPECT_EQ(spares.take(0, 2, second), 1u);
  first.insert(first.end(), second.begin(), second.end());
  EXPECT_THAT(first, UnorderedElementsAre(10, 12, 14));
  EXPECT_EQ(spares.take(1, 9, other), 1u);
  EXPECT_THAT(other, UnorderedElementsAre(11));
  EXPECT_EQ(spares.take(1, 9, none), 0u);
  EXPECT_THAT(none, IsEmpty());
}

TEST(Spares, AreBounded) {
  constexpr size_t owners = 1'024;
  constexpr size_t each = Spares::numbers_max / owners;
  Spares spares(owners);
  for (Packed number = 0; number < 2 * each; ++number) spares.keep(7, number);
  std::vector<Packed> taken;
  EXPECT_EQ(spares.take(7, 2 * each, taken), each);
  spares.keep(7, 1);
  EXPECT_EQ(spares.take(7, 1, taken), 1u);
}

TEST(Spares, ClearForgetsThem) {
  Spares spares(1);
  spares.keep(0, 5);
  spares.clear();
  std::vector<Packed> taken;
  EXPECT_EQ(spares.take(0, 1, taken), 0u);
}
}  // namespace number
