// tests/uin/uin_timeout_test.cc: issued UINs that nobody confirms, with and without a timeout.
#include "actors/uin/uin_timeout.h"

#include <gtest/gtest.h>

#include "actors/uin/uin_state.h"
#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/memory_transaction.h"

namespace uin {
struct UinTimeout : testing::Test {
  static constexpr IssuedTimeout timeout{600};
  static constexpr UtcTime start{std::chrono::seconds{1'704'196'800}};

  Uins opened(IssuedTimeout with) { return Uins{{default_rules(), 0, 1, {200, 200}}, with}; }
  void fill(uint64_t count) {
    ASSERT_EQ(uins.refill(drawn_numbers(default_rules(), count), tx).value(), count);
    uins.before_commit(tx);
  }
  std::string issue(UtcTime at) { return uins.issue({{"alice", "", ""}}, at, tx).value(); }
  std::string status_of(const std::string& uin) {
    const auto refusal = uins.update({uin, "CHECK", {"bob", "", ""}}, start, tx).error();
    return refusal == Errc::uin_status_unknown ? "ISSUED" : std::string{row_of(refusal).name};
  }
  size_t waiting() const {
    size_t count = 0;
    for (const auto& [key, record] : tx.entries) count += key.starts_with(waiting_prefix) ? 1 : 0;
    return count;
  }

  MemoryTransaction tx;
  Uins uins = opened(timeout);
};

TEST_F(UinTimeout, AnOverdueUinIsUnusedAfterTheNextIssue) {
  fill(10);
  const auto first = issue(start);
  issue(start + timeout - std::chrono::microseconds{1});
  EXPECT_EQ(status_of(first), "ISSUED");
  issue(start + timeout);
  EXPECT_EQ(status_of(first), "uin_not_issued");
  EXPECT_EQ(uins.levels(), (Levels{8, 2, 0, 1}));
  EXPECT_EQ(waiting(), 2u);
}

TEST_F(UinTimeout, WithoutOneNothingComesBackAndNothingIsKept) {
  uins = opened({});
  fill(10);
  const auto first = issue(start);
  issue(start + std::chrono::years{90});
  EXPECT_EQ(status_of(first), "ISSUED");
  EXPECT_EQ(waiting(), 0u);
}

TEST_F(UinTimeout, ConfirmedAndReturnedOnesAreLeftAlone) {
  fill(10);
  const auto assigned = issue(start);
  const auto returned = issue(start);
  ASSERT_TRUE(uins.update({assigned, "ASSIGNED", {"bob", "", ""}}, start, tx).ok());
  ASSERT_TRUE(uins.update({returned, "UNASSIGNED", {"bob", "", ""}}, start, tx).ok());
  issue(start + timeout);
  EXPECT_EQ(status_of(assigned), "uin_not_issued");
  EXPECT_EQ(uins.levels(), (Levels{8, 1, 1, 1}));
  EXPECT_EQ(waiting(), 1u);
}

TEST_F(UinTimeout, AReissuedUinHasItsOwnTime) {
  fill(1);
  const auto only = issue(start);
  ASSERT_TRUE(uins.update({only, "UNASSIGNED", {"bob", "", ""}}, start, tx).ok());
  ASSERT_EQ(issue(start + timeout / 2), only);
  EXPECT_EQ(uins.issue({{"carol", "", ""}}, start + timeout, tx).error(), Errc::uin_not_found);
  EXPECT_EQ(status_of(only), "ISSUED");
  EXPECT_EQ(issue(start + timeout / 2 + timeout), only);
}

TEST_F(UinTimeout, ManyComeBackAFewAtATime) {
  fill(200);
  for (size_t i = 0; i < 2 * overdue_numbers_max + 1; ++i) issue(start);
  issue(start + timeout);
  EXPECT_EQ(uins.levels().returned, overdue_numbers_max);
  issue(start + timeout);
  issue(start + timeout);
  EXPECT_EQ(uins.levels().returned, 2 * overdue_numbers_max + 1);
  EXPECT_EQ(uins.levels().issued, 3u);
}

TEST_F(UinTimeout, AnIssueLooksOnlyWhenSomethingMayBeOverdue) {
  fill(10);
  issue(start);
  const size_t reads = tx.reads;
  issue(start + timeout - std::chrono::seconds{1});
  EXPECT_EQ(tx.reads, reads);
}

TEST_F(UinTimeout, ARestartKnowsWhatIsOverdue) {
  fill(10);
  const auto first = issue(start);
  uins.before_commit(tx);
  uins = opened(timeout);
  ASSERT_TRUE(uins.load(tx).ok());
  issue(start + timeout);
  EXPECT_EQ(status_of(first), "uin_not_issued");
}

TEST_F(UinTimeout, FailedReadsChangeNothingAndAreMadeUpFor) {
  fill(10);
  const auto first = issue(start);
  issue(start);
  for (size_t good = 0; good < 3; ++good) {
    const auto entries = tx.entries;
    tx.fail_reads = store::Errc::io;
    tx.reads_before_failing = good;
    EXPECT_EQ(uins.issue({{"alice", "", ""}}, start + timeout, tx).error(), Errc::uin_internal);
    EXPECT_EQ(tx.entries, entries);
  }
  tx.fail_reads.reset();
  issue(start + timeout);
  EXPECT_EQ(status_of(first), "uin_not_issued");
  EXPECT_EQ(uins.levels(), (Levels{9, 1, 0, 2}));
}

TEST_F(UinTimeout, ADamagedEntryOrRecordIsInternal) {
  fill(10);
  const auto first = issue(start);
  const auto record = tx.entries.at(number::number_key(first));
  tx.entries[number::number_key(first)] = "?";
  EXPECT_EQ(uins.issue({{"alice", "", ""}}, start + timeout, tx).error(), Errc::uin_internal);
  tx.entries[number::number_key(first)] = record;
  tx.entries[std::string{waiting_prefix} + "short"] = "";
  EXPECT_EQ(uins.issue({{"alice", "", ""}}, UtcTime::max() - timeout, tx).error(),
            Errc::uin_internal);
}
}  // namespace uin
