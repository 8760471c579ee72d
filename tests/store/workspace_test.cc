// tests/store/workspace_test.cc: what a request sees, what a discard undoes, what a reply waits
// for.
#include "store/workspace.h"

#include <gtest/gtest.h>

#include "tests/fakes/memory_store.h"

namespace {
using Values = std::vector<std::string>;

class WorkspaceTest : public ::testing::Test {
 protected:
  void put(std::string_view key, std::string_view value) {
    tx.begin();
    tx.put(key, value);
    tx.keep();
  }
  std::string get(std::string_view key) { return tx.get(key).value().value_or("nothing"); }
  Values keys(std::string_view prefix, std::string_view from = "", size_t count_max = 100) {
    Values found;
    const auto scanned = tx.scan(prefix, from, [&](std::string_view key, std::string_view) {
      found.emplace_back(key);
      return found.size() < count_max;
    });
    EXPECT_EQ(scanned.value(), found.size());
    return found;
  }
  void commit() {
    const auto taken = tx.take_batch();
    disk.apply(taken.batch);
    tx.durable(taken.epoch);
  }

  MemoryStore disk;
  store::Owner owner{7, store::Service::uin};
  store::Workspace tx{owner, disk};
};

TEST_F(WorkspaceTest, ReadsItsOwnWritesThenOthersThenTheDisk) {
  put("disk", "d");
  commit();
  put("open", "o");
  tx.begin();
  tx.put("own", "w");
  EXPECT_EQ(get("own"), "w");
  EXPECT_EQ(get("open"), "o");
  EXPECT_EQ(get("disk"), "d");
  tx.erase("disk");
  EXPECT_EQ(get("disk"), "nothing");
}

TEST_F(WorkspaceTest, ADiscardLeavesEveryKeyAsItWas) {
  put("a", "1");
  tx.begin();
  tx.put("a", "2");
  tx.erase("a");
  tx.put("b", "3");
  tx.discard();
  EXPECT_EQ(get("a"), "1");
  EXPECT_EQ(get("b"), "nothing");
  EXPECT_EQ(tx.open_batch().count(), 1u);
  EXPECT_EQ(tx.uncommitted_keys(), 1u);
}

TEST_F(WorkspaceTest, AReplyWaitsForTheNewestEpochItTouched) {
  put("a", "1");
  const auto first = tx.take_batch();
  put("b", "2");
  tx.begin();
  EXPECT_EQ(tx.waits_for(), 0u);
  get("c");
  EXPECT_EQ(tx.waits_for(), 0u);
  get("a");
  EXPECT_EQ(tx.waits_for(), 1u);
  get("b");
  EXPECT_EQ(tx.waits_for(), 2u);
  disk.apply(first.batch);
  tx.durable(first.epoch);
  tx.begin();
  get("a");
  EXPECT_EQ(tx.waits_for(), 0u);
}

TEST_F(WorkspaceTest, WhatIsWaitedForCountsAsRead) {
  put("a", "1");
  tx.begin();
  tx.wait_for("b");
  EXPECT_EQ(tx.waits_for(), 0u);
  tx.wait_for("a");
  EXPECT_EQ(tx.waits_for(), 1u);
  tx.keep();
  commit();
  tx.begin();
  tx.wait_for("a");
  EXPECT_EQ(tx.waits_for(), 0u);
}

TEST_F(WorkspaceTest, OnlyWhatIsDurableIsCommitted) {
  put("a", "1");
  EXPECT_TRUE(tx.is_uncommitted("a"));
  EXPECT_FALSE(tx.is_uncommitted("b"));
  commit();
  tx.begin();
  EXPECT_FALSE(tx.is_uncommitted("a"));
  tx.erase_range("a", "b");
  EXPECT_TRUE(tx.is_uncommitted("a"));
  EXPECT_FALSE(tx.is_uncommitted("b"));
  tx.discard();
  EXPECT_FALSE(tx.is_uncommitted("a"));
}

TEST_F(WorkspaceTest, AKeyWrittenAgainOutlivesItsFirstEpoch) {
  put("a", "1");
  const auto first = tx.take_batch();
  put("a", "2");
  disk.apply(first.batch);
  tx.durable(first.epoch);
  EXPECT_EQ(get("a"), "2");
  commit();
  EXPECT_EQ(tx.uncommitted_keys(), 0u);
  EXPECT_EQ(get("a"), "2");
}

TEST_F(WorkspaceTest, ADiscardedRewriteGivesTheKeyBackToItsEpoch) {
  put("a", "1");
  const auto first = tx.take_batch();
  tx.begin();
  tx.put("a", "2");
  tx.discard();
  disk.apply(first.batch);
  tx.durable(first.epoch);
  EXPECT_EQ(tx.uncommitted_keys(), 0u);
  EXPECT_EQ(get("a"), "1");
}

TEST_F(WorkspaceTest, AReadOfAnUncommittedEraseWaitsToo) {
  put("a", "1");
  commit();
  tx.begin();
  tx.erase("a");
  tx.keep();
  tx.begin();
  EXPECT_EQ(get("a"), "nothing");
  EXPECT_EQ(tx.waits_for(), tx.open_epoch());
}

TEST_F(WorkspaceTest, AScanMergesInOrder) {
  for (const char* key : {"p/1", "p/3", "p/5", "q/1"}) put(key, "disk");
  commit();
  put("p/2", "open");
  put("p/5", "open");
  tx.begin();
  tx.erase("p/3");
  tx.keep();
  tx.begin();
  EXPECT_EQ(keys("p/"), (Values{"p/1", "p/2", "p/5"}));
  EXPECT_EQ(keys("p/", "p/2"), (Values{"p/2", "p/5"}));
  EXPECT_EQ(keys("p/", "", 2), (Values{"p/1", "p/2"}));
  EXPECT_EQ(keys(""), (Values{"p/1", "p/2", "p/5", "q/1"}));
}

TEST_F(WorkspaceTest, AScanWaitsOnlyForWhatItPassed) {
  put("p/1", "disk");
  commit();
  put("p/9", "open");
  tx.begin();
  keys("p/", "", 1);
  EXPECT_EQ(tx.waits_for(), 0u);
  keys("p/");
  EXPECT_EQ(tx.waits_for(), tx.open_epoch());
}

TEST_F(WorkspaceTest, ARowBesideIsCommittedWithTheOthersAndSeenByItsOwner) {
  put("a", "1");
  tx.begin();
  tx.put_beside(store::Service::outbox, "M1", "letter");
  tx.keep();
  EXPECT_EQ(tx.waits_for(), tx.open_epoch());
  EXPECT_EQ(get("M1"), "nothing");
  commit();
  EXPECT_EQ(disk.get({7, store::Service::outbox}, "M1").value(), "letter");
  EXPECT_EQ(disk.get(owner, "a").value(), "1");
  EXPECT_EQ(get("M1"), "nothing");
}

TEST_F(WorkspaceTest, ADiscardTakesTheRowBesideToo) {
  put("a", "1");
  tx.begin();
  tx.put_beside(store::Service::outbox, "M1", "letter");
  tx.discard();
  commit();
  EXPECT_EQ(disk.entries.size(), 1u);
}

TEST_F(WorkspaceTest, ARowBesideForItselfIsARowOfItsOwn) {
  tx.begin();
  tx.put_beside(owner.service, "a", "1");
  tx.keep();
  EXPECT_EQ(get("a"), "1");
  tx.begin();
  tx.put_beside(owner.service, "a", "2");
  tx.discard();
  EXPECT_EQ(get("a"), "1");
}

TEST_F(WorkspaceTest, AnErasedRangeIsGoneAtOnceAndOnTheDisk) {
  for (const char* key : {"p/1", "p/2", "p/3", "p/4"}) put(key, "disk");
  commit();
  put("p/3", "open");
  tx.begin();
  tx.erase_range("p/2", "p/4");
  tx.keep();
  EXPECT_EQ(tx.waits_for(), tx.open_epoch());
  EXPECT_EQ(get("p/2"), "nothing");
  EXPECT_EQ(tx.waits_for(), tx.open_epoch());
  EXPECT_EQ(get("p/3"), "nothing");
  EXPECT_EQ(get("p/4"), "disk");
  EXPECT_EQ(keys("p/"), (std::vector<std::string>{"p/1", "p/4"}));
  put("p/2", "again");
  EXPECT_EQ(get("p/2"), "again");
  commit();
  EXPECT_EQ(disk.entries.size(), 3u);
  EXPECT_EQ(get("p/2"), "again");
  EXPECT_EQ(get("p/3"), "nothing");
  EXPECT_EQ(tx.uncommitted_keys(), 0u);
}

TEST_F(WorkspaceTest, ADiscardBringsARangeBack) {
  put("p/1", "disk");
  commit();
  put("p/2", "open");
  tx.begin();
  tx.erase_range("p/", "q");
  tx.discard();
  EXPECT_EQ(get("p/1"), "disk");
  EXPECT_EQ(get("p/2"), "open");
  commit();
  EXPECT_EQ(disk.entries.size(), 2u);
}

TEST_F(WorkspaceTest, ADroppedBatchBringsARangeBack) {
  put("p/1", "disk");
  commit();
  tx.begin();
  tx.erase_range("p/", "q");
  tx.keep();
  tx.drop_batch();
  EXPECT_EQ(get("p/1"), "disk");
}

TEST_F(WorkspaceTest, AFailedReadIsReported) {
  disk.fail_reads = store::Errc::corrupt;
  EXPECT_EQ(tx.get("a").error(), store::Errc::corrupt);
  EXPECT_EQ(tx.scan("a", "", [](auto, auto) { return true; }).error(), store::Errc::corrupt);
  put("a", "1");
  EXPECT_EQ(get("a"), "1");
}
}  // namespace
