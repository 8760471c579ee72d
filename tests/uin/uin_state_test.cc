// tests/uin/uin_state_test.cc: issue, confirm and give back; every error; any crash.
#include "actors/uin/uin_state.h"

#include <gtest/gtest.h>

#include <map>

#include "actors/base/partition_of.h"
#include "actors/uin/uin_record.h"
#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/memory_transaction.h"

namespace uin {
const UtcTime noon{std::chrono::seconds{1'704'196'800}};
const IssueUin by_alice{{"alice-uuid", "", ""}};

number::PoolShare share(uint64_t target, uint16_t partition = 0, uint16_t partitions = 1) {
  return {default_rules(), partition, partitions, {target, target}};
}

struct UinState : testing::Test {
  void SetUp() override {
    ASSERT_EQ(uins.refill(drawn_numbers(default_rules(), 20), tx).value(), 20u);
    uins.before_commit(tx);
  }
  std::string issued() { return uins.issue(by_alice, noon, tx).value(); }
  Result<UpdatedUin> update(const std::string& uin, const std::string& status) {
    return uins.update({uin, status, {"bob-uuid", "", ""}}, noon + std::chrono::hours{1}, tx);
  }
  /// The update fails with `expected` and changes neither the store nor the levels.
  void expect_refused(const std::string& uin, const std::string& status, Errc expected) {
    uins.before_commit(tx);
    const auto entries = tx.entries;
    const auto levels = uins.levels();
    const auto answer = update(uin, status);
    ASSERT_FALSE(answer.ok()) << uin;
    EXPECT_EQ(answer.error(), expected) << uin << " " << row_of(answer.error()).name;
    uins.before_commit(tx);
    EXPECT_EQ(tx.entries, entries);
    EXPECT_EQ(uins.levels(), levels);
  }
  Record record_of(const std::string& uin) {
    Record record;
    EXPECT_TRUE(decode(tx.entries.at(number::number_key(uin)), record));
    return record;
  }

  MemoryTransaction tx;
  Uins uins{share(20)};
};

TEST_F(UinState, IssuesAValidUinAndRemembersWhoAndWhen) {
  const std::string uin = issued();
  EXPECT_TRUE(number::is_valid(default_rules(), uin));
  const auto record = record_of(uin);
  EXPECT_EQ(record.status, Status::issued);
  EXPECT_EQ(record.created_at, noon);
  EXPECT_EQ(record.created_by, "alice-uuid");
  EXPECT_EQ(uins.levels(), (Levels{19, 1, 0, 0}));
}

TEST_F(UinState, AnIssueWritesOneRecord) {
  const size_t writes = tx.writes, reads = tx.reads;
  issued();
  EXPECT_EQ(tx.writes, writes + 1);
  EXPECT_EQ(tx.reads, reads);
}

TEST_F(UinState, AnEmptyPoolIsNotFound) {
  for (int i = 0; i < 20; ++i) issued();
  uins.before_commit(tx);
  const auto entries = tx.entries;
  EXPECT_EQ(uins.issue(by_alice, noon, tx).error(), Errc::uin_not_found);
  uins.before_commit(tx);
  EXPECT_EQ(tx.entries, entries);
  EXPECT_EQ(uins.wants(), 20u);
}

TEST_F(UinState, AssignedStaysAssigned) {
  const std::string uin = issued();
  EXPECT_EQ(update(uin, "ASSIGNED").value(), (UpdatedUin{uin, "ASSIGNED"}));
  const auto record = record_of(uin);
  EXPECT_EQ(record.status, Status::assigned);
  EXPECT_EQ(record.created_at, noon);
  EXPECT_EQ(record.created_by, "alice-uuid");
  EXPECT_EQ(record.updated_at, noon + std::chrono::hours{1});
  EXPECT_EQ(record.updated_by, "bob-uuid");
  EXPECT_EQ(uins.levels(), (Levels{19, 0, 1, 0}));
  expect_refused(uin, "ASSIGNED", Errc::uin_not_issued);
  expect_refused(uin, "UNASSIGNED", Errc::uin_not_issued);
}

TEST_F(UinState, OnlyAnAssignedOneIsAssigned) {
  const std::string uin = issued();
  EXPECT_FALSE(Uins::is_assigned(uin, tx).value());
  update(uin, "ASSIGNED");
  EXPECT_TRUE(Uins::is_assigned(uin, tx).value());
  for (const char* other : {"", "5193698131", "no number", "99999999999999999999999999999999"})
    EXPECT_FALSE(Uins::is_assigned(other, tx).value()) << other;
}

TEST_F(UinState, UnassignedIsUnusedAgainAndComesBackLast) {
  const std::string uin = issued();
  EXPECT_EQ(update(uin, "UNASSIGNED").value(), (UpdatedUin{uin, "UNUSED"}));
  EXPECT_EQ(uins.levels(), (Levels{20, 0, 0, 1}));
  expect_refused(uin, "ASSIGNED", Errc::uin_not_issued);
  for (int i = 0; i < 19; ++i) EXPECT_NE(issued(), uin);
  EXPECT_EQ(issued(), uin);
  EXPECT_EQ(update(uin, "ASSIGNED").value().status, "ASSIGNED");
}

TEST_F(UinState, ChecksInOrder) {
  const std::string held = issued();
  const std::string assigned = issued();
  ASSERT_TRUE(update(assigned, "ASSIGNED").ok());
  std::string unused;
  for (const auto number : drawn_numbers(default_rules(), 20)) {
    if (number::unpack(number) != held && number::unpack(number) != assigned) {
      unused = number::unpack(number);
    }
  }
  // 001 before 004 before 003: a bad status is looked at last.
  for (const std::string status : {"ASSIGNED", "", "assigned"}) {
    expect_refused("5193698130", status, Errc::uin_not_found);
    expect_refused("", status, Errc::uin_not_found);
    expect_refused("51936981x0", status, Errc::uin_not_found);
    expect_refused(std::string(5000, '7'), status, Errc::uin_not_found);
    expect_refused(unused, status, Errc::uin_not_issued);
    expect_refused(assigned, status, Errc::uin_not_issued);
  }
  for (const std::string status : {"", "assigned", "UNUSED", "ISSUED", " ASSIGNED"}) {
    expect_refused(held, status, Errc::uin_status_unknown);
  }
  EXPECT_TRUE(update(held, "ASSIGNED").ok());
}

TEST_F(UinState, WhatIsNoNumberIsNotLookedUp) {
  const size_t reads = tx.reads;
  expect_refused("51936981x0", "ASSIGNED", Errc::uin_not_found);
  expect_refused(std::string(5000, '7'), "ASSIGNED", Errc::uin_not_found);
  EXPECT_EQ(tx.reads, reads);
}

TEST_F(UinState, FailedReadsAreInternalAndChangeNothing) {
  const std::string uin = issued();
  tx.fail_reads = store::Errc::io;
  expect_refused(uin, "ASSIGNED", Errc::uin_internal);
  expect_refused(uin, "UNASSIGNED", Errc::uin_internal);
  issued();
  const auto entries = tx.entries;
  EXPECT_EQ(uins.refill(drawn_numbers(default_rules(), 5, 2), tx).error(), Errc::uin_internal);
  EXPECT_EQ(tx.entries, entries);
  EXPECT_EQ(Uins{share(20)}.load(tx).error(), Errc::uin_internal);
}

TEST_F(UinState, ADamagedRecordIsInternal) {
  const std::string uin = issued();
  auto& record = tx.entries[number::number_key(uin)];
  const std::string whole = record;
  for (size_t bytes = 0; bytes < whole.size(); ++bytes) {
    record = whole.substr(0, bytes);
    expect_refused(uin, "ASSIGNED", Errc::uin_internal);
  }
  record = whole;
  record[1] = 7;
  expect_refused(uin, "ASSIGNED", Errc::uin_internal);
}

TEST_F(UinState, RefillSkipsIssuedAssignedAndOthersUins) {
  for (int i = 0; i < 4; ++i) issued();
  ASSERT_TRUE(update(issued(), "ASSIGNED").ok());
  EXPECT_EQ(uins.wants(), 5u);
  EXPECT_EQ(uins.refill(drawn_numbers(default_rules(), 20), tx).value(), 0u);
  EXPECT_EQ(uins.refill(drawn_numbers(default_rules(), 20, 2), tx).value(), 5u);
  EXPECT_EQ(uins.wants(), 0u);

  MemoryTransaction other;
  Uins third{share(400, 3, 4)};
  const auto candidates = drawn_numbers(default_rules(), 100, 3);
  const auto added = third.refill(candidates, other).value();
  EXPECT_GT(added, 5u);
  for (uint64_t i = 0; i < added; ++i) {
    EXPECT_EQ(partition_of(third.issue(by_alice, noon, other).value(), 4), 3);
  }
}

TEST_F(UinState, LongCallersAreCut) {
  const std::string uin = uins.issue({{std::string(9000, 'c'), "", ""}}, noon, tx).value();
  EXPECT_EQ(record_of(uin).created_by, std::string(256, 'c'));
  EXPECT_TRUE(update(uin, "ASSIGNED").ok());
}

/// Random requests in batches; a crash reloads what the batches up to some point left. The model is
/// what clients were told by durable batches.
struct Model {
  std::map<std::string, Status> told;
  MemoryTransaction::Entries disk;
};

void run_batch(Uins& uins, MemoryTransaction& tx, Model& model, SeededRandom& random) {
  for (uint64_t i = random.below(6); i > 0; --i) {
    if (random.below(2) == 0) {
      const auto uin = uins.issue(by_alice, noon, tx);
      if (!uin.ok()) continue;
      ASSERT_TRUE(model.told.emplace(uin.value(), Status::issued).second) << "issued twice";
      continue;
    }
    if (model.told.empty()) continue;
    auto at = model.told.begin();
    std::advance(at, static_cast<int64_t>(random.below(model.told.size())));
    const bool gives_back = random.below(2) == 0;
    const auto answer =
        uins.update({at->first, gives_back ? "UNASSIGNED" : "ASSIGNED", {"", "", ""}}, noon, tx);
    ASSERT_EQ(answer.ok(), at->second == Status::issued);
    if (!answer.ok()) continue;
    if (gives_back) {
      model.told.erase(at);
    } else {
      at->second = Status::assigned;
    }
  }
  if (uins.wants() > 0) {
    ASSERT_TRUE(uins.refill(drawn_numbers(default_rules(), 30, random.next()), tx).ok());
  }
  uins.before_commit(tx);
  model.disk = tx.entries;
}

TEST(UinCrash, ReloadAfterAnyPrefixOfBatchesKeepsWhatWasTold) {
  const number::PoolShare small{default_rules(), 0, 1, {5, 12}};
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    SeededRandom random{seed};
    MemoryTransaction tx;
    Uins uins{small};
    std::vector<Model> history(1);
    for (int batch = 0; batch < 60; ++batch) {
      Model next = history.back();
      run_batch(uins, tx, next, random);
      if (testing::Test::HasFatalFailure()) return;
      history.push_back(std::move(next));
    }
    for (const Model& at : history) {
      Model model = at;
      MemoryTransaction reloaded{model.disk};
      Uins again{small};
      ASSERT_TRUE(again.load(reloaded).ok());
      ASSERT_EQ(again.levels().issued + again.levels().assigned, model.told.size());
      for (int batch = 0; batch < 10; ++batch) {
        run_batch(again, reloaded, model, random);
        if (testing::Test::HasFatalFailure()) return;
      }
    }
  }
}

TEST(UinRows, AreTheSheets) {
  EXPECT_EQ(row_of(Errc::uin_not_found).code, "KER-UIG-001");
  EXPECT_EQ(row_of(Errc::uin_status_unknown).code, "KER-UIG-003");
  EXPECT_EQ(row_of(Errc::uin_not_issued).code, "KER-UIG-004");
  EXPECT_EQ(row_of(Errc::uin_internal).code, "KER-UIG-005");
  EXPECT_EQ(row_of(Errc::uin_unreadable).code, "KER-UIG-005");
}
}  // namespace uin
