// tests/vid/vid_state_test.cc: issue with and without expiry, the sweep; every error; any crash.
#include "actors/vid/vid_state.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/vectors/vectors.h"

namespace vid {
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
const number::PoolShare share{default_rules(), 0, 1, {10, 20}};

TEST(VidRules, AreThoseOfTheVectors) {
  const auto vectors = ids_vectors()["vid"];
  EXPECT_EQ(int64_t{default_rules().digits}, vectors["length"].get_int64().value());
  for (const auto row : vectors["valid"].get_array()) {
    EXPECT_TRUE(number::is_valid(default_rules(), text_of(row))) << text_of(row);
  }
  for (const auto row : vectors["invalid"].get_array()) {
    EXPECT_FALSE(number::is_valid(default_rules(), text_of(row["id"])));
  }
  EXPECT_EQ(number::config_fault(default_rules()), std::nullopt);
}

struct VidState : testing::Test {
  void SetUp() override {
    ASSERT_EQ(vids.refill(drawn_numbers(default_rules(), 20), tx).value(), 20u);
    vids.before_commit(tx);
  }
  Result<std::string> issue_until(UtcTime expiry) {
    return vids.issue({true, iso_utc(expiry), {"alice-uuid", "", ""}}, noon, tx);
  }
  void expect_refused(const std::string& expiry, Errc expected) {
    const auto entries = tx.entries;
    const auto answer = vids.issue({true, expiry, {"a", "", ""}}, noon, tx);
    ASSERT_FALSE(answer.ok()) << expiry;
    EXPECT_EQ(answer.error(), expected) << expiry;
    vids.before_commit(tx);
    EXPECT_EQ(tx.entries, entries);
  }
  Record record_of(const std::string& vid) {
    Record record;
    EXPECT_TRUE(decode(tx.entries.at(number::number_key(vid)), record));
    return record;
  }
  size_t count_of(std::string_view prefix) {
    return tx.scan(prefix, {}, [](auto, auto) { return true; }).value();
  }

  MemoryTransaction tx;
  Vids vids{share, release_default};
};

TEST_F(VidState, StoresTheExpiry) {
  const auto never = vids.issue({false, "", {"alice-uuid", "", ""}}, noon, tx).value();
  const auto bounded = issue_until(noon + hours{1}).value();
  EXPECT_TRUE(number::is_valid(default_rules(), never));
  EXPECT_EQ(record_of(never).expiry, std::nullopt);
  EXPECT_EQ(record_of(bounded).expiry, noon + hours{1});
  EXPECT_EQ(record_of(bounded).created_at, noon);
  EXPECT_EQ(record_of(bounded).created_by, "alice-uuid");
  EXPECT_EQ(count_of(to_expire), 1u);
  EXPECT_EQ(vids.levels(), (Levels{18, 2, 0}));
}

TEST_F(VidState, ChecksTheExpiryInOrder) {
  for (const std::string blank : {"", " ", "\t\n"}) expect_refused(blank, Errc::vid_expiry_empty);
  for (const std::string bad :
       {"2024-01-02", "2023-01-02T12:00:00Z", "2024-13-02T12:00:00.000Z",
        "2024-02-30T12:00:00.000Z", "2024-01-02T24:00:00.000Z", "2024-01-02T12:00:00.000",
        " 2024-01-02T12:00:00.000Z", "2024-01-02t12:00:00.000z", "soon"}) {
    expect_refused(bad, Errc::vid_expiry_pattern);
  }
  expect_refused(iso_utc(noon - milliseconds{1}), Errc::vid_expiry_past);
  expect_refused("1970-01-01T00:00:00.000Z", Errc::vid_expiry_past);
  expect_refused("0001-01-01T00:00:00.000Z", Errc::vid_expiry_past);
  EXPECT_TRUE(issue_until(noon).ok());

  while (vids.levels().available > 0) ASSERT_TRUE(issue_until(noon + hours{1}).ok());
  vids.before_commit(tx);
  expect_refused("", Errc::vid_expiry_empty);
  expect_refused("soon", Errc::vid_expiry_pattern);
  expect_refused(iso_utc(noon - hours{1}), Errc::vid_expiry_past);
  expect_refused(iso_utc(noon + hours{1}), Errc::vid_not_available);
  EXPECT_EQ(vids.issue({}, noon, tx).error(), Errc::vid_not_available);
}

TEST_F(VidState, ExpiresThenIsForgottenThenMayBeDrawnAgain) {
  const auto vid = issue_until(noon + hours{1}).value();
  const auto never = vids.issue({}, noon, tx).value();
  EXPECT_EQ(vids.sweep(noon + hours{1} - milliseconds{1}, 100, tx).value(), (Swept{0, 0}));
  EXPECT_EQ(vids.sweep(noon + hours{1}, 100, tx).value(), (Swept{1, 0}));
  EXPECT_EQ(record_of(vid).status, Status::expired);
  EXPECT_EQ(vids.levels(), (Levels{18, 1, 1}));
  EXPECT_EQ(vids.refill(drawn_numbers(default_rules(), 20), tx).value(), 0u);

  const UtcTime release = noon + hours{1} + days{5};
  EXPECT_EQ(vids.sweep(release - milliseconds{1}, 100, tx).value(), (Swept{0, 0}));
  EXPECT_EQ(vids.sweep(release, 100, tx).value(), (Swept{0, 1}));
  EXPECT_EQ(vids.levels(), (Levels{18, 1, 0}));
  EXPECT_FALSE(tx.entries.contains(number::number_key(vid)));
  EXPECT_EQ(count_of(to_expire) + count_of(to_release), 0u);
  EXPECT_EQ(record_of(never).status, Status::assigned);
  EXPECT_EQ(vids.refill(drawn_numbers(default_rules(), 20), tx).value(), 1u);
}

TEST_F(VidState, ASweepIsBoundedAndTakesTheOldestFirst) {
  std::vector<std::string> issued;
  for (int i = 9; i >= 0; --i) issued.push_back(issue_until(noon + hours{i}).value());
  const UtcTime later = noon + days{60};
  EXPECT_EQ(vids.sweep(later, 0, tx).value(), (Swept{0, 0}));
  EXPECT_EQ(vids.sweep(later, 4, tx).value(), (Swept{4, 0}));
  EXPECT_EQ(record_of(issued[9]).status, Status::expired);
  EXPECT_EQ(record_of(issued[5]).status, Status::assigned);
  // The queues are read before they are written: what expires now is released by a later piece.
  EXPECT_EQ(vids.sweep(later, 8, tx).value(), (Swept{6, 2}));
  EXPECT_FALSE(tx.entries.contains(number::number_key(issued[9])));
  EXPECT_EQ(vids.sweep(later, 8, tx).value(), (Swept{0, 8}));
  EXPECT_EQ(vids.sweep(later, 8, tx).value(), (Swept{0, 0}));
  EXPECT_EQ(vids.levels(), (Levels{10, 0, 0}));
}

TEST_F(VidState, FailedReadsAreInternalAndChangeNothing) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(issue_until(noon + hours{1}).ok());
  ASSERT_EQ(vids.sweep(noon + hours{1}, 1, tx).value(), (Swept{1, 0}));
  vids.before_commit(tx);
  const auto entries = tx.entries;
  const auto levels = vids.levels();
  // Two scans and three records: each read in turn fails.
  for (size_t reads = 0; reads < 5; ++reads) {
    tx.fail_reads = store::Errc::io;
    tx.reads_before_failing = reads;
    EXPECT_EQ(vids.sweep(noon + days{60}, 10, tx).error(), Errc::vid_internal) << reads;
    vids.before_commit(tx);
    EXPECT_EQ(tx.entries, entries);
    EXPECT_EQ(vids.levels(), levels);
  }
  EXPECT_EQ(vids.refill(drawn_numbers(default_rules(), 5, 2), tx).error(), Errc::vid_internal);
  EXPECT_EQ((Vids{share, release_default}.load(tx).error()), Errc::vid_internal);
  tx.fail_reads.reset();
  EXPECT_EQ(vids.sweep(noon + days{60}, 10, tx).value(), (Swept{2, 1}));
}

TEST_F(VidState, DamagedEntriesAreInternal) {
  const auto vid = issue_until(noon + hours{1}).value();
  auto& record = tx.entries[number::number_key(vid)];
  const std::string whole = record;
  for (size_t bytes = 0; bytes < whole.size(); ++bytes) {
    record = whole.substr(0, bytes);
    EXPECT_EQ(vids.sweep(noon + days{1}, 10, tx).error(), Errc::vid_internal);
  }
  record = whole;
  tx.put("E1234", "");
  EXPECT_EQ(vids.sweep(noon + days{1}, 10, tx).error(), Errc::vid_internal);
  tx.erase("E1234");
  EXPECT_TRUE(vids.sweep(noon + days{1}, 10, tx).ok());
}

TEST(VidCrash, ReloadAfterAnyBatchRepeatsNothingInUse) {
  SeededRandom random{4};
  MemoryTransaction tx;
  Vids vids{share, release_default};
  std::set<std::string> told;
  UtcTime now = noon;
  for (int batch = 0; batch < 400; ++batch) {
    now += hours{static_cast<int64_t>(random.below(30))};
    if (vids.wants() > 0) {
      ASSERT_TRUE(vids.refill(drawn_numbers(default_rules(), 20, random.below(20)), tx).ok());
    }
    for (uint64_t i = random.below(4); i > 0; --i) {
      const auto expiry = now + hours{static_cast<int64_t>(random.below(100))};
      const auto vid = vids.issue({true, iso_utc(expiry + milliseconds{1}), {}}, now, tx);
      if (!vid.ok()) continue;
      ASSERT_TRUE(told.insert(vid.value()).second) << "issued twice";
    }
    ASSERT_TRUE(vids.sweep(now, 3, tx).ok());
    vids.before_commit(tx);
    std::erase_if(told,
                  [&](const auto& vid) { return !tx.entries.contains(number::number_key(vid)); });
    const auto disk = tx.entries;
    const auto levels = vids.levels();
    ASSERT_EQ(levels.assigned + levels.expired, told.size());
    vids.issue({false, "", {"never committed", "", ""}}, now, tx);
    tx = MemoryTransaction{disk};
    ASSERT_TRUE(vids.load(tx).ok());
    ASSERT_EQ(vids.levels(), levels);
  }
}

TEST(VidRows, AreTheSheets) {
  EXPECT_EQ(row_of(Errc::vid_not_available).code, "KER-VID-001");
  EXPECT_EQ(row_of(Errc::vid_expiry_empty).code, "KER-VID-002");
  EXPECT_EQ(row_of(Errc::vid_expiry_past).code, "KER-VID-003");
  EXPECT_EQ(row_of(Errc::vid_expiry_pattern).code, "KER-VID-004");
  EXPECT_EQ(row_of(Errc::vid_internal).code, "KER-VID-005");
}
}  // namespace vid
