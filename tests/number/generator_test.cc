// tests/number/generator_test.cc: what is drawn is valid and uniform; the size of the space.
#include "actors/number/generator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>

#include "actors/number/space.h"
#include "tests/fakes/seeded_random.h"
#include "tests/vectors/vectors.h"

namespace number {
NumberRules short_rules(int digits) {
  NumberRules rules;
  rules.digits = digits;
  rules.group_digits = rules.reverse_group_digits = 2;
  return rules;
}

/// The definition: every digit string, tested by broken_rules.
uint64_t count_all(const NumberRules& rules) {
  uint64_t strings = 1, count = 0;
  for (int i = 0; i < rules.digits; ++i) strings *= 10;
  for (uint64_t i = 0; i < strings; ++i) count += is_valid(rules, unpack(strings + i)) ? 1 : 0;
  return count;
}

TEST(Space, PrunedCountIsTheDefinition) {
  for (int digits = 4; digits <= 6; ++digits) {
    const auto rules = short_rules(digits);
    const uint64_t expected = count_all(rules);
    EXPECT_GT(expected, 0u);
    EXPECT_EQ(count_numbers(rules), expected) << digits;
  }
}

TEST(Space, ShortAndDefaultNumbersAreExactLongOnesEstimated) {
  SeededRandom random;
  EXPECT_TRUE(space_of(short_rules(6), random).exact);
  EXPECT_EQ(space_of(short_rules(6), random).numbers, count_numbers(short_rules(6)));
  EXPECT_TRUE(space_of({}, random).exact);
  EXPECT_EQ(space_of({}, random).numbers,
            uint64_t{ids_vectors()["uin_space"]["valid_ids_exact"].get_uint64()});

  NumberRules twelve;
  twelve.digits = 12;
  const auto space = space_of(twelve, random);
  EXPECT_FALSE(space.exact);
  EXPECT_NEAR(static_cast<double>(space.numbers), 2.78e9, 0.05e9);  // sheet 2.6
}

TEST(Space, EstimateOfTheDefaultSpaceWithoutWrapAround) {
  SeededRandom random;
  NumberRules rules;
  rules.sequence_wraps = false;
  EXPECT_NEAR(static_cast<double>(space_of(rules, random).numbers), 60'660'884, 1'200'000);
}

// About ten seconds: run with --gtest_also_run_disabled_tests.
TEST(Space, DISABLED_ExactCountsOfTheSheet) {
  EXPECT_EQ(count_numbers({}), default_uin_space);
  NumberRules no_wrap;
  no_wrap.sequence_wraps = false;
  EXPECT_EQ(count_numbers(no_wrap), 60'660'884u);
}

TEST(Space, APoolAboveHalfOfItIsRefused) {
  const Space space{1000, true};
  EXPECT_EQ(pool_fault(space, {200, 500}), std::nullopt);
  EXPECT_THAT(pool_fault(space, {200, 501}).value_or(""), testing::HasSubstr("more than half"));
  EXPECT_THAT(pool_fault(space, {501, 500}).value_or(""),
              testing::HasSubstr("min-unused-threshold"));
  EXPECT_THAT(pool_fault(space, {0, 0}).value_or(""), testing::HasSubstr("above zero"));
  EXPECT_THAT(pool_fault({0, true}, {1, 1}).value_or(""), testing::HasSubstr("half of the 0"));
}

TEST(Generator, DrawsOnlyValidNumbers) {
  SeededRandom random;
  NumberRules vid;
  vid.digits = 16;
  vid.sequence_wraps = false;
  for (const auto& rules : {NumberRules{}, vid, short_rules(5)}) {
    Generator generator{rules, random};
    for (int i = 0; i < 2000; ++i) {
      const auto number = generator.next();
      ASSERT_TRUE(number.has_value());
      ASSERT_TRUE(is_valid(rules, unpack(*number))) << unpack(*number);
    }
  }
}

/// Every byte value equally often.
class CountingRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (auto& byte : bytes) byte = static_cast<std::byte>(next_++ & 0xff);
  }

 private:
  unsigned next_ = 0;
};

TEST(DigitSource, UniformBytesGiveUniformDigits) {
  CountingRandom random;
  DigitSource digits{random};
  std::array<int, 10> drawn{};
  for (int i = 0; i < 250 * 40; ++i) ++drawn[digits.next()];
  EXPECT_THAT(drawn, testing::Each(1000));
}

TEST(Generator, EveryValidNumberIsEquallyLikely) {
  const auto rules = short_rules(4);
  const uint64_t space = count_numbers(rules);
  ASSERT_GT(space, 100u);
  constexpr uint64_t per_number = 200;
  SeededRandom random{3};
  Generator generator{rules, random};
  std::map<Packed, uint64_t> drawn;
  for (uint64_t i = 0; i < space * per_number; ++i) ++drawn[generator.next().value()];
  EXPECT_EQ(drawn.size(), space);
  double chi_square = 0;
  for (const auto& [number, count] : drawn) {
    const double off = static_cast<double>(count) - per_number;
    chi_square += off * off / per_number;
  }
  // Mean space-1, standard deviation sqrt(2 space): five of them from the mean would be a bias.
  const auto freedom = static_cast<double>(space - 1);
  EXPECT_NEAR(chi_square, freedom, 5 * std::sqrt(2 * freedom));
}

TEST(Generator, GivesUpWhenTheRulesLeaveNothing) {
  SeededRandom random;
  NumberRules rules;
  rules.not_start_with = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
  Generator generator{rules, random};
  EXPECT_EQ(generator.next(), std::nullopt);
}
}  // namespace number
