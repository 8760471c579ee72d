// tests/number/number_rules_test.cc: check digits and rules against the vectors.
#include "actors/number/number_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/number/draft.h"
#include "actors/number/verhoeff.h"
#include "tests/fakes/seeded_random.h"
#include "tests/vectors/vectors.h"

namespace number {
using testing::ElementsAre;
using testing::IsEmpty;

static_assert(check_digit("236") == '3');
static_assert(check_digit("519369813") == '0');
static_assert(has_check_digit("5193698130") && !has_check_digit("5193698131"));
static_assert(!has_check_digit(""));

NumberRules prid_like() {
  NumberRules rules;
  rules.digits = 14;
  rules.sequence_wraps = false;
  rules.repeating_block_limit = 3;
  rules.even_limit = rules.group_digits = rules.reverse_group_digits = 0;
  rules.refuses_cyclic = false;
  return rules;
}
NumberRules vid_like() {
  NumberRules rules = prid_like();
  rules.digits = 16;
  rules.repeating_block_limit = 2;
  return rules;
}

TEST(Verhoeff, Vectors) {
  for (const auto row : ids_vectors()["verhoeff"].get_array()) {
    const std::string input = text_of(row["input"]);
    EXPECT_EQ(std::string(1, check_digit(input)), text_of(row["digit"])) << input;
    EXPECT_TRUE(has_check_digit(text_of(row["full"]))) << input;
  }
  for (const auto row : ids_vectors()["verhoeff_invalid"].get_array()) {
    EXPECT_FALSE(has_check_digit(text_of(row["full"])));
  }
}

TEST(NumberRules, ValidUinsBreakNoRule) {
  Draft draft{NumberRules{}};
  for (const auto row : ids_vectors()["uin_valid"].get_array()) {
    const std::string uin = text_of(row);
    EXPECT_THAT(broken_rules({}, uin), IsEmpty()) << uin;
    EXPECT_TRUE(draft.accepts(uin)) << uin;
  }
}

TEST(NumberRules, InvalidUinsBreakExactlyTheirRules) {
  Draft draft{NumberRules{}};
  for (const auto row : ids_vectors()["uin_invalid"].get_array()) {
    const std::string uin = text_of(row["uin"]);
    std::vector<std::string> labels;
    for (const auto label : row["rules"].get_array()) labels.push_back(text_of(label));
    EXPECT_THAT(broken_rules({}, uin), testing::UnorderedElementsAreArray(labels)) << uin;
    EXPECT_FALSE(draft.accepts(uin)) << uin;
  }
}

void expect_vectors(const NumberRules& rules, const char* slice) {
  Draft draft{rules};
  for (const auto row : ids_vectors()[slice]["valid"].get_array()) {
    EXPECT_THAT(broken_rules(rules, text_of(row)), IsEmpty()) << text_of(row);
    EXPECT_TRUE(draft.accepts(text_of(row))) << text_of(row);
  }
  const std::string wrapping = text_of(ids_vectors()[slice]["valid_with_wraparound_sequence"]);
  EXPECT_TRUE(draft.accepts(wrapping)) << wrapping;
  for (const auto row : ids_vectors()[slice]["invalid"].get_array()) {
    const std::string text = text_of(row["id"]);
    EXPECT_THAT(broken_rules(rules, text), ElementsAre(text_of(row["rules"].at(0)))) << text;
    EXPECT_FALSE(draft.accepts(text)) << text;
  }
}
TEST(NumberRules, PridVectors) { expect_vectors(prid_like(), "prid"); }
TEST(NumberRules, VidVectors) { expect_vectors(vid_like(), "vid"); }

/// Digits with many near misses: few different ones, so that every rule is hit often.
std::string skewed_number(SeededRandom& random, int digits) {
  const uint64_t kinds = 3 + random.below(8);
  std::string text;
  for (int i = 0; i + 1 < digits; ++i) {
    text.push_back(static_cast<char>('0' + random.below(std::min<uint64_t>(kinds, 10))));
  }
  text.push_back(random.below(8) == 0 ? '5' : check_digit(text));
  return text;
}

TEST(Draft, AgreesWithBrokenRulesUnderManySettings) {
  SeededRandom random{7};
  size_t accepted = 0;
  for (int setting = 0; setting < 400; ++setting) {
    NumberRules rules;
    rules.digits = 4 + static_cast<int>(random.below(15));
    rules.sequence_limit = static_cast<int>(random.below(6));
    if (rules.sequence_limit == 1) rules.sequence_limit = 0;
    rules.sequence_wraps = random.below(2) == 0;
    rules.repeating_limit = static_cast<int>(random.below(3)) - 1;
    rules.repeating_block_limit = static_cast<int>(random.below(6)) - 1;
    rules.even_limit = static_cast<int>(random.below(5));
    rules.group_digits = static_cast<int>(random.below(4));
    rules.reverse_group_digits = static_cast<int>(random.below(4));
    rules.not_start_with = {"0", "21"};
    rules.restricted = {"786", "12"};
    Draft draft{rules};
    for (int i = 0; i < 500; ++i) {
      const std::string text = skewed_number(random, rules.digits);
      const bool valid = is_valid(rules, text);
      ASSERT_EQ(draft.accepts(text), valid) << text << " in setting " << setting;
      accepted += valid ? 1 : 0;
    }
  }
  EXPECT_GT(accepted, 1000u);
}

TEST(NumberRules, LimitsOfZeroAndBelowAreOff) {
  NumberRules rules;
  rules.sequence_limit = rules.repeating_limit = rules.repeating_block_limit = 0;
  rules.even_limit = rules.group_digits = rules.reverse_group_digits = -1;
  rules.not_start_with.clear();
  rules.restricted.clear();
  rules.refuses_cyclic = false;
  for (const std::string digits : {"222222222", "012345678", "142857142", "786666786"}) {
    const std::string text = digits + check_digit(digits);
    EXPECT_THAT(broken_rules(rules, text), IsEmpty()) << text;
    EXPECT_TRUE(Draft{rules}.accepts(text)) << text;
  }
}

TEST(NumberRules, LongCyclicNumbersAreRefused) {
  NumberRules rules;
  rules.digits = 18;
  for (const std::string text : {"052631578947368421", "105882352941176478"}) {
    EXPECT_THAT(broken_rules(rules, text), testing::Contains("CYCLIC")) << text;
  }
  EXPECT_THAT(broken_rules(rules, "052631578947368422"), testing::Not(testing::Contains("CYCLIC")));
  rules.digits = 17;
  EXPECT_THAT(broken_rules(rules, "05882352941176470"), testing::Contains("CYCLIC"));
}

TEST(NumberRules, ConfigFaultsNameTheSetting) {
  EXPECT_EQ(config_fault({}), std::nullopt);
  const auto fault_with = [](auto change) {
    NumberRules rules;
    change(rules);
    return config_fault(rules).value_or("none");
  };
  EXPECT_THAT(fault_with([](auto& r) { r.digits = 19; }), testing::HasSubstr("length 19"));
  EXPECT_THAT(fault_with([](auto& r) { r.digits = 1; }), testing::HasSubstr("length 1 "));
  EXPECT_THAT(fault_with([](auto& r) { r.digits = -3; }), testing::HasSubstr("length -3"));
  EXPECT_THAT(fault_with([](auto& r) { r.sequence_limit = 1; }),
              testing::HasSubstr("sequence-limit"));
  EXPECT_THAT(fault_with([](auto& r) { r.group_digits = 10; }), testing::HasSubstr("digits-limit"));
  EXPECT_THAT(fault_with([](auto& r) { r.reverse_group_digits = 11; }),
              testing::HasSubstr("reverse-digits-limit"));
  EXPECT_THAT(fault_with([](auto& r) { r.restricted = {"78x"}; }),
              testing::HasSubstr("restricted-numbers"));
  EXPECT_THAT(fault_with([](auto& r) { r.not_start_with = {""}; }),
              testing::HasSubstr("not-start-with"));
}

TEST(Packed, KeepsLengthAndZeros) {
  for (const std::string text :
       {"0", "042", "5193698130", "000000000000000000", "999999999999999999"}) {
    ASSERT_TRUE(pack(text).has_value()) << text;
    EXPECT_EQ(unpack(*pack(text)), text);
  }
  EXPECT_NE(pack("0"), pack("00"));
  for (const std::string text : {"", "12a", "-1", " 1", "1234567890123456789"}) {
    EXPECT_EQ(pack(text), std::nullopt) << text;
  }
  EXPECT_EQ(unpack(0), "");
  EXPECT_EQ(unpack(25), "");
  EXPECT_EQ(unpack(~Packed{0}), "");
}
}  // namespace number
