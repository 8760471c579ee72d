// tests/otp/otp_rules_test.cc: DECISIONS 11 as tables: what a key meets as time and guesses go by.
#include "actors/otp/otp_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otp {
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

const UtcTime noon{seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

/// One key, told what happens when.
class OneKey {
 public:
  explicit OneKey(Rules rules = {}) : rules_(rules) {}
  bool generate(UtcTime now) {
    settle(rules_, entry, now);
    if (!may_generate(rules_, entry, now)) return false;
    put_code(rules_, entry, "mac", now);
    return true;
  }
  Outcome guess(bool is_right, UtcTime now) {
    settle(rules_, entry, now);
    if (const auto refused = refusal(rules_, entry, now)) return *refused;
    return settle_guess(rules_, entry, is_right, now);
  }
  Outcome wrong(UtcTime now) { return guess(false, now); }
  Outcome right(UtcTime now) { return guess(true, now); }
  void wrong_times(int times, UtcTime now) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(wrong(now), Outcome::invalid) << i;
  }

  Entry entry;

 private:
  Rules rules_;
};

TEST(OtpRules, ACodeIsGoodOnceAndForItsTime) {
  OneKey key;
  EXPECT_EQ(key.right(noon), Outcome::no_record);
  EXPECT_TRUE(key.generate(noon));
  EXPECT_EQ(key.right(noon + milliseconds{180'999}), Outcome::success);
  EXPECT_EQ(key.right(noon + milliseconds{180'999}), Outcome::no_record);
  EXPECT_TRUE(key.generate(noon));
  EXPECT_EQ(key.right(noon + seconds{181}), Outcome::expired);
  EXPECT_EQ(key.wrong(noon + seconds{181}), Outcome::expired);
  EXPECT_EQ(key.entry.wrong, 0u);
}

TEST(OtpRules, TheTenthWrongCodeFreezes) {
  OneKey key;
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
  EXPECT_EQ(key.wrong(noon), Outcome::blocked);
  EXPECT_EQ(key.right(noon), Outcome::blocked);
  EXPECT_FALSE(key.generate(noon));
}

TEST(OtpRules, FrozenIsTestedBeforeExpired) {
  OneKey key;
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
  EXPECT_EQ(key.wrong(noon + seconds{100}), Outcome::blocked);
  for (const int after : {181, 1000, 1900}) {
    EXPECT_EQ(key.right(noon + seconds{after}), Outcome::blocked) << after;
    EXPECT_FALSE(key.generate(noon + seconds{after})) << after;
  }
}

TEST(OtpRules, AFreezeEndsByTimeAndTakesTheCounterWithIt) {
  OneKey key;
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
  EXPECT_EQ(key.wrong(noon), Outcome::blocked);
  EXPECT_FALSE(key.generate(noon + milliseconds{1'800'999}));
  const UtcTime thawed = noon + seconds{1801};
  EXPECT_EQ(key.right(thawed), Outcome::expired);
  EXPECT_TRUE(key.generate(thawed));
  key.wrong_times(9, thawed);
  EXPECT_EQ(key.wrong(thawed), Outcome::blocked);
}

TEST(OtpRules, ACodeThatOutlivesTheFreezeIsGoodAgain) {
  OneKey key{{.expiry_seconds = 60, .freeze_seconds = 10, .wrong_max = 1}};
  EXPECT_TRUE(key.generate(noon));
  EXPECT_EQ(key.wrong(noon), Outcome::blocked);
  EXPECT_EQ(key.right(noon + seconds{10}), Outcome::blocked);
  EXPECT_EQ(key.right(noon + seconds{11}), Outcome::success);
}

TEST(OtpRules, ANewCodeTakesNoWrongGuessBack) {
  OneKey key;
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(5, noon);
  EXPECT_TRUE(key.generate(noon + seconds{1}));
  key.wrong_times(4, noon + seconds{1});
  EXPECT_EQ(key.wrong(noon + seconds{1}), Outcome::blocked);
}

TEST(OtpRules, AnExpiredCodeTakesNoWrongGuessBack) {
  OneKey key;
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
  EXPECT_EQ(key.wrong(noon + seconds{181}), Outcome::expired);
  EXPECT_TRUE(key.generate(noon + seconds{182}));
  EXPECT_EQ(key.wrong(noon + seconds{182}), Outcome::blocked);
}

TEST(OtpRules, SuccessZeroesTheCounter) {
  OneKey key;
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
  EXPECT_EQ(key.right(noon), Outcome::success);
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
}

TEST(OtpRules, WrongGuessesAreForgottenAfterTheFreezeTime) {
  OneKey key{{.generations_max = 100}};
  EXPECT_TRUE(key.generate(noon));
  key.wrong_times(9, noon);
  const UtcTime still = noon + seconds{1800};
  EXPECT_TRUE(key.generate(still));
  EXPECT_EQ(key.wrong(still), Outcome::blocked);

  OneKey other{{.generations_max = 100}};
  EXPECT_TRUE(other.generate(noon));
  other.wrong_times(9, noon);
  const UtcTime later = noon + seconds{1801};
  EXPECT_TRUE(other.generate(later));
  other.wrong_times(9, later);
}

TEST(OtpRules, TheBudgetHoldsForItsWindow) {
  OneKey key;
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(key.generate(noon + seconds{i})) << i;
  EXPECT_FALSE(key.generate(noon + seconds{5}));
  // The last code still is good, and using it gives no budget back.
  EXPECT_EQ(key.right(noon + seconds{6}), Outcome::success);
  EXPECT_FALSE(key.generate(noon + seconds{599}));
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(key.generate(noon + seconds{600})) << i;
  EXPECT_FALSE(key.generate(noon + seconds{600}));
}

TEST(OtpRules, HowAKeyStands) {
  const Rules rules{.wrong_max = 1};
  OneKey key{rules};
  EXPECT_EQ(standing(rules, key.entry, noon), Standing::none);
  EXPECT_TRUE(key.generate(noon));
  EXPECT_EQ(standing(rules, key.entry, noon + seconds{180}), Standing::open);
  EXPECT_EQ(standing(rules, key.entry, noon + seconds{181}), Standing::stale);
  EXPECT_EQ(key.wrong(noon), Outcome::blocked);
  EXPECT_EQ(standing(rules, key.entry, noon + seconds{181}), Standing::open);
}

TEST(OtpRules, AClockThatStepsBackFreesNobody) {
  OneKey key{{.wrong_max = 1}};
  EXPECT_TRUE(key.generate(noon));
  EXPECT_EQ(key.wrong(noon), Outcome::blocked);
  EXPECT_EQ(key.right(noon - seconds{3600}), Outcome::blocked);
}

TEST(OtpRules, NothingIsForgottenThatMatters) {
  const Rules rules{.expiry_seconds = 5, .freeze_seconds = 7, .window_seconds = 9};
  OneKey key{rules};
  EXPECT_TRUE(key.generate(noon + milliseconds{999}));
  EXPECT_EQ(forgotten_from(rules, key.entry), epoch_seconds(noon) + 11);
  EXPECT_EQ(forgotten_from({}, key.entry), epoch_seconds(noon) + 1802);
}

std::vector<std::string_view> codes_of(std::string_view key, std::string_view code) {
  std::vector<std::string_view> codes;
  for (const Fault& fault : faults_of({}, key, code)) codes.push_back(row_of(fault.errc).code);
  return codes;
}

// The vectors otp_argument_errors of the ids sheet, and digits that are not ASCII.
TEST(OtpRules, ArgumentsAreAllLookedAt) {
  EXPECT_THAT(codes_of("", "123456"), ElementsAre("KER-OTV-001"));
  EXPECT_THAT(codes_of("ab", "123456"), ElementsAre("KER-OTV-002"));
  EXPECT_THAT(codes_of(std::string(65, 'a'), "123456"), ElementsAre("KER-OTV-002"));
  EXPECT_THAT(codes_of("abc", ""), ElementsAre("KER-OTV-003", "KER-OTV-004"));
  EXPECT_THAT(codes_of("abc", "12a456"), ElementsAre("KER-OTV-004"));
  EXPECT_THAT(codes_of("", ""), ElementsAre("KER-OTV-001", "KER-OTV-003", "KER-OTV-004"));
  EXPECT_THAT(codes_of("abc", "\xd9\xa1\xd9\xa2"), ElementsAre("KER-OTV-004"));
  EXPECT_THAT(codes_of("\xd9\xa1\xd9\xa2\xd9\xa3", "1"), IsEmpty());
  EXPECT_THAT(codes_of(std::string(64, 'a'), "0"), IsEmpty());
}
}  // namespace otp
