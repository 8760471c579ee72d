// tests/rid/rid_state_test.cc: the form of a RID, its sequence, its second; every error.
#include "actors/rid/rid_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"
#include "tests/vectors/vectors.h"

namespace rid {
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
const Machine machine{"10001", "10002"};

static_assert(position_after({}, std::nullopt, 5) == Position{1, 5, 1});
static_assert(position_after({}, Position{7, 5, 7}, 5) == Position{8, 5, 8});
static_assert(position_after({}, Position{7, 5, 7}, 6) == Position{8, 6, 1});
static_assert(position_after({}, Position{7, 5, 7}, 4) == Position{8, 5, 8});
static_assert(position_after({}, Position{99'999, 5, 7}, 6) == Position{1, 6, 1});
static_assert(position_after({}, Position{99'999, 5, 99'999}, 5) == std::nullopt);
static_assert(position_after({}, Position{99'999, 5, 99'999}, 4) == std::nullopt);
static_assert(position_after({}, Position{99'999, 5, 99'999}, 6) == Position{1, 6, 1});

TEST(RidRules, Vectors) {
  for (const auto row : ids_vectors()["rid"].get_array()) {
    std::string time = text_of(row["utc"]);
    time.replace(time.size() - 1, 1, ".000Z");
    UtcTime utc;
    ASSERT_TRUE(parse_iso_utc(time, utc)) << time;
    const Machine m{text_of(row["center"]), text_of(row["machine"])};
    const int64_t sequence = row["sequence"].get_int64();
    EXPECT_EQ(rid_text({}, m, {sequence, epoch_seconds(utc), 1}), text_of(row["rid"]));
  }
}

TEST(RidState, IssuesTheVectorsSequenceAcrossTheWrap) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  const UtcTime new_year = noon + std::chrono::hours{12} + std::chrono::days{729};
  const Machine m{"10001", "10001"};
  std::string last, next;
  for (int i = 0; i < 99'999; ++i)
    last = sequences.issue(m, noon + std::chrono::seconds{i}, tx).value();
  MemoryTransaction again{tx.entries};
  next = sequences.issue(m, new_year, again).value();
  EXPECT_EQ(last.substr(10, 5), "99999");
  EXPECT_EQ(next, "10001100010000120260101000000");
}

TEST(RidState, ErrorVectorsChangeNothing) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  for (const auto row : ids_vectors()["rid_errors"].get_array()) {
    const Machine m{text_of(row["center"]), text_of(row["machine"])};
    const auto answer = sequences.issue(m, noon, tx);
    ASSERT_FALSE(answer.ok());
    EXPECT_EQ(row_of(answer.error()).code, text_of(row["code"])) << m.center_id;
  }
  EXPECT_TRUE(tx.entries.empty());
  EXPECT_EQ(tx.reads, 0u);
}

TEST(RidState, BlankComesBeforeLengthAndOnlyDigitsPass) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  EXPECT_EQ(sequences.issue({"1", ""}, noon, tx).error(), Errc::rid_empty_input);
  EXPECT_EQ(sequences.issue({"", "100321"}, noon, tx).error(), Errc::rid_empty_input);
  EXPECT_EQ(sequences.issue({"1000a", "10002"}, noon, tx).error(), Errc::rid_bad_length);
  EXPECT_EQ(sequences.issue({"10001", "1000/"}, noon, tx).error(), Errc::rid_bad_length);
  EXPECT_EQ(sequences.issue({"10001", " 1000"}, noon, tx).error(), Errc::rid_bad_length);
  EXPECT_TRUE(tx.entries.empty());
}

TEST(RidState, MachinesHaveTheirOwnSequences) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  EXPECT_EQ(sequences.issue(machine, noon, tx).value(), "10001100020000120240102120000");
  EXPECT_EQ(sequences.issue(machine, noon, tx).value(), "10001100020000220240102120000");
  EXPECT_EQ(sequences.issue({"10001", "10003"}, noon, tx).value(), "10001100030000120240102120000");
}

TEST(RidState, AFailedReadIssuesNothing) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  ASSERT_TRUE(sequences.issue(machine, noon, tx).ok());
  const auto entries = tx.entries;
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(sequences.issue(machine, noon, tx).error(), Errc::rid_fetch_failed);
  EXPECT_EQ(tx.entries, entries);
}

TEST(RidState, ADamagedRecordIssuesNothing) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  ASSERT_TRUE(sequences.issue(machine, noon, tx).ok());
  const std::string whole = tx.entries.begin()->second;
  for (size_t bytes = 0; bytes < whole.size(); ++bytes) {
    tx.entries.begin()->second = whole.substr(0, bytes);
    EXPECT_EQ(sequences.issue(machine, noon, tx).error(), Errc::rid_fetch_failed);
  }
}

TEST(RidState, AClockThatStepsBackRepeatsNoSecond) {
  MemoryTransaction tx;
  Sequences sequences{{}};
  ASSERT_TRUE(sequences.issue(machine, noon, tx).ok());
  EXPECT_EQ(sequences.issue(machine, noon - std::chrono::hours{5}, tx).value(),
            "10001100020000220240102120000");
}

TEST(RidState, AFullSecondIsOverloadedUntilTheNext) {
  Rules one_digit;
  one_digit.sequence_digits = 1;
  one_digit.rid_chars = 25;
  ASSERT_EQ(config_fault(one_digit), std::nullopt);
  MemoryTransaction tx;
  Sequences sequences{one_digit};
  ASSERT_TRUE(sequences.issue(machine, noon - std::chrono::seconds{1}, tx).ok());
  for (int i = 0; i < 9; ++i) ASSERT_TRUE(sequences.issue(machine, noon, tx).ok()) << i;
  const auto entries = tx.entries;
  EXPECT_EQ(sequences.issue(machine, noon, tx).error(), Errc::overloaded);
  EXPECT_EQ(tx.entries, entries);
  EXPECT_EQ(sequences.issue(machine, noon + std::chrono::seconds{1}, tx).value(),
            "1000110002220240102120001");
}

TEST(RidState, NeverTwiceWithCrashesAndAWanderingClock) {
  Rules two_digits;
  two_digits.sequence_digits = 2;
  two_digits.rid_chars = 26;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SeededRandom random{seed};
    MemoryTransaction tx;
    auto disk = tx.entries;
    std::set<std::string> told, open;
    for (int i = 0; i < 5000; ++i) {
      const auto second = i / 100 + static_cast<int64_t>(random.below(20));
      const auto rid =
          Sequences{two_digits}.issue(machine, noon + std::chrono::seconds{second}, tx);
      if (rid.ok()) {
        ASSERT_FALSE(told.contains(rid.value())) << rid.value();
        ASSERT_TRUE(open.insert(rid.value()).second) << rid.value();
      }
      if (random.below(5) == 0) {  // durable
        disk = tx.entries;
        told.merge(open);
        open.clear();
      }
      if (random.below(40) == 0) {  // crash: what was not durable was told to nobody
        tx = MemoryTransaction{disk};
        open.clear();
      }
    }
    EXPECT_GT(told.size(), 2000u);
  }
}

TEST(RidState, OtherLengths) {
  const Rules rules{3, 4, 7, 500, 14, 28};
  ASSERT_EQ(config_fault(rules), std::nullopt);
  MemoryTransaction tx;
  Sequences sequences{rules};
  EXPECT_EQ(sequences.issue({"123", "4567"}, noon, tx).value(), "1234567000050020240102120000");
  EXPECT_EQ(sequences.issue(machine, noon, tx).error(), Errc::rid_bad_length);
}

TEST(RidState, ASequenceBelowTheFirstStartsAtTheFirst) {
  MemoryTransaction tx;
  ASSERT_TRUE(Sequences{{}}.issue(machine, noon, tx).ok());
  Rules later;
  later.sequence_first = 400;
  EXPECT_EQ(Sequences{later}.issue(machine, noon, tx).value().substr(10, 5), "00400");
}

TEST(RidRules, ConfigFaults) {
  EXPECT_EQ(config_fault({}), std::nullopt);
  const auto fault_with = [](auto change) {
    Rules rules;
    change(rules);
    return config_fault(rules).value_or("none");
  };
  for (const int length : {0, -1}) {
    EXPECT_EQ(fault_with([=](Rules& r) { r.timestamp_digits = length; }),
              "Timestamp length should be greater than zero");
    EXPECT_EQ(fault_with([=](Rules& r) { r.sequence_digits = length; }),
              "Sequence length should be greater than zero");
  }
  EXPECT_THAT(fault_with([](Rules& r) { r.timestamp_digits = 13; }),
              testing::HasSubstr("timestamp-length must be 14"));
  EXPECT_THAT(fault_with([](Rules& r) { r.sequence_digits = 19; }), testing::HasSubstr("18"));
  EXPECT_THAT(fault_with([](Rules& r) { r.sequence_first = 100'000; }),
              testing::HasSubstr("initial-value"));
  EXPECT_THAT(fault_with([](Rules& r) { r.sequence_first = -1; }),
              testing::HasSubstr("initial-value"));
  EXPECT_THAT(fault_with([](Rules& r) { r.center_id_chars = 0; }), testing::HasSubstr("1 to 36"));
  EXPECT_THAT(fault_with([](Rules& r) { r.machine_id_chars = 37; }), testing::HasSubstr("1 to 36"));
  EXPECT_THAT(fault_with([](Rules& r) { r.rid_chars = 30; }), testing::HasSubstr("sum"));
  EXPECT_EQ(row_of(Errc::rid_no_timestamp).code, "KER-RIG-004");
  EXPECT_EQ(row_of(Errc::rid_no_sequence).code, "KER-RIG-007");
}
}  // namespace rid
