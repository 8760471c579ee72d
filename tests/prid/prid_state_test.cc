// tests/prid/prid_state_test.cc: PRIDs are issued once and stay so; every error; any crash.
#include "actors/prid/prid_state.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/vectors/vectors.h"

namespace prid {
const UtcTime noon{std::chrono::seconds{1'704'196'800}};
const number::PoolShare share{default_rules(), 0, 1, {10, 20}};

TEST(PridRules, AreThoseOfTheVectors) {
  const auto vectors = ids_vectors()["prid"];
  EXPECT_EQ(int64_t{default_rules().digits}, vectors["length"].get_int64().value());
  for (const auto row : vectors["valid"].get_array()) {
    EXPECT_TRUE(number::is_valid(default_rules(), text_of(row))) << text_of(row);
  }
  for (const auto row : vectors["invalid"].get_array()) {
    EXPECT_FALSE(number::is_valid(default_rules(), text_of(row["id"])));
  }
  EXPECT_TRUE(
      number::is_valid(default_rules(), text_of(vectors["valid_with_wraparound_sequence"])));
  EXPECT_EQ(number::config_fault(default_rules()), std::nullopt);
}

TEST(PridState, IssuesUntilThePoolIsEmpty) {
  MemoryTransaction tx;
  Prids prids{share};
  EXPECT_EQ(prids.wants(), 20u);
  ASSERT_EQ(prids.refill(drawn_numbers(default_rules(), 20), tx).value(), 20u);
  std::set<std::string> issued;
  for (int i = 0; i < 20; ++i) {
    const auto prid = prids.issue({{"alice-uuid", "", ""}}, noon, tx);
    ASSERT_TRUE(prid.ok());
    EXPECT_TRUE(number::is_valid(default_rules(), prid.value()));
    EXPECT_TRUE(issued.insert(prid.value()).second);
  }
  EXPECT_EQ(prids.levels(), (Levels{0, 20}));
  prids.before_commit(tx);
  const auto entries = tx.entries;
  const auto answer = prids.issue({{"alice-uuid", "", ""}}, noon, tx);
  EXPECT_EQ(answer.error(), Errc::prid_not_available);
  EXPECT_EQ(row_of(answer.error()).code, "KER-PRID-001");
  prids.before_commit(tx);
  EXPECT_EQ(tx.entries, entries);
  // An assigned PRID is never drawn again.
  EXPECT_EQ(prids.refill(drawn_numbers(default_rules(), 20), tx).value(), 0u);
}

TEST(PridState, ManyAreTakenAtOnceAndNoneTwice) {
  MemoryTransaction tx;
  Prids prids{share};
  EXPECT_EQ(prids.take({{}, 5}, noon, tx).error(), Errc::prid_not_available);
  ASSERT_EQ(prids.refill(drawn_numbers(default_rules(), 20), tx).value(), 20u);
  std::set<std::string> taken;
  for (const auto& [wanted, there] : {std::pair{8u, 8u}, std::pair{8u, 8u}, std::pair{8u, 4u}}) {
    const auto prids_taken = prids.take({{"", "idkernel", ""}, wanted}, noon, tx);
    ASSERT_TRUE(prids_taken.ok());
    EXPECT_EQ(prids_taken.value().size(), there);
    taken.insert(prids_taken.value().begin(), prids_taken.value().end());
  }
  EXPECT_EQ(taken.size(), 20u);
  EXPECT_EQ(prids.levels(), (Levels{0, 20}));
  EXPECT_EQ(prids.take({{}, 1}, noon, tx).error(), Errc::prid_not_available);
}

TEST(PridState, FailedReadsAreInternalAndChangeNothing) {
  MemoryTransaction tx;
  Prids prids{share};
  ASSERT_EQ(prids.refill(drawn_numbers(default_rules(), 5), tx).value(), 5u);
  ASSERT_TRUE(prids.issue({{"alice-uuid", "", ""}}, noon, tx).ok());
  prids.before_commit(tx);
  const auto entries = tx.entries;
  tx.fail_reads = store::Errc::corrupt;
  EXPECT_EQ(prids.refill(drawn_numbers(default_rules(), 5, 2), tx).error(), Errc::prid_internal);
  EXPECT_EQ(Prids{share}.load(tx).error(), Errc::prid_internal);
  EXPECT_EQ(tx.entries, entries);
  EXPECT_EQ(row_of(Errc::prid_internal).code, "KER-PRID-005");
}

TEST(PridState, ReloadAfterAnyBatchRepeatsNothing) {
  MemoryTransaction tx;
  Prids prids{share};
  std::set<std::string> told;
  for (uint64_t batch = 0; batch < 200; ++batch) {
    if (prids.wants() > 0) {
      ASSERT_TRUE(prids.refill(drawn_numbers(default_rules(), 20, batch), tx).ok());
    }
    for (uint64_t i = 0; i < batch % 5; ++i) {
      const auto prid = prids.issue({{"a", "", ""}}, noon, tx);
      ASSERT_TRUE(prid.ok());
      ASSERT_TRUE(told.insert(prid.value()).second);
    }
    prids.before_commit(tx);
    if (batch % 3 == 0) {
      const auto disk = tx.entries;
      prids.issue({{"never committed", "", ""}}, noon, tx);
      tx = MemoryTransaction{disk};
      prids = Prids{share};
      ASSERT_TRUE(prids.load(tx).ok());
      ASSERT_EQ(prids.levels().assigned, told.size());
    }
  }
}
}  // namespace prid
