// tests/store/rocks_store_test.cc: reads, the merged write, and what a reopened store still has.
#include "store/rocks_store.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/fakes/temporary_directory.h"

namespace {
using store::Batch;
using store::Owner;
using store::RocksStore;
using store::Service;
using Pairs = std::vector<std::pair<std::string, std::string>>;

class RocksStoreTest : public ::testing::Test {
 protected:
  std::unique_ptr<RocksStore> open() {
    store::OpenOptions options;
    options.dir = directory.path() + "/data";
    auto opened = RocksStore::open(options);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().text);
    return opened.ok() ? std::move(opened).value() : nullptr;
  }
  static void put(RocksStore& store, Owner owner, std::string_view key, std::string_view value) {
    Batch batch{owner};
    batch.put(key, value);
    store.write({&batch, 1});
  }
  static Pairs pairs(const RocksStore& store, Owner owner, std::string_view prefix,
                     std::string_view from = "", size_t count_max = 100) {
    Pairs found;
    const auto visit = [&](std::string_view key, std::string_view value) {
      found.emplace_back(key, value);
      return found.size() < count_max;
    };
    const auto visited = store.scan(owner, prefix, from, visit);
    EXPECT_EQ(visited.value(), found.size());
    return found;
  }

  TemporaryDirectory directory;
};

TEST_F(RocksStoreTest, ARangeGoesAndNothingElse) {
  const Owner owner{1, Service::uin}, next{1, Service::rid};
  {
    const auto store = open();
    for (const char* key : {"a", "b", "c", "d"}) put(*store, owner, key, "1");
    put(*store, next, "b", "other");
    Batch batch{owner};
    batch.put("b2", "put before");
    batch.erase_range("b", "d");
    batch.put("c", "put after");
    store->write({&batch, 1});
    EXPECT_EQ(pairs(*store, owner, ""), (Pairs{{"a", "1"}, {"c", "put after"}, {"d", "1"}}));
    EXPECT_EQ(store->get(owner, "b").value(), std::nullopt);
    EXPECT_EQ(store->get(owner, "b2").value(), std::nullopt);
    EXPECT_EQ(store->get(next, "b").value(), "other");
  }
  EXPECT_EQ(pairs(*open(), owner, ""), (Pairs{{"a", "1"}, {"c", "put after"}, {"d", "1"}}));
}

TEST_F(RocksStoreTest, ASnapshotStaysWhatItWas) {
  const auto store = open();
  const Owner owner{1, Service::uin};
  for (const char* key : {"a", "b", "c"}) put(*store, owner, key, "1");
  const auto then = store->snapshot();
  Batch batch{owner};
  batch.put("a", "2");
  batch.erase_range("b", "d");
  batch.put("e", "later");
  store->write({&batch, 1});
  Pairs found;
  const auto visited = then->scan(owner, "", "b", [&](auto key, auto value) {
    found.emplace_back(key, value);
    return true;
  });
  EXPECT_EQ(visited.value(), 2u);
  EXPECT_EQ(found, (Pairs{{"b", "1"}, {"c", "1"}}));
  EXPECT_EQ(then->get(owner, "a").value(), "1");
  EXPECT_EQ(then->get(owner, "e").value(), std::nullopt);
  EXPECT_EQ(store->snapshot()->get(owner, "a").value(), "2");
}

TEST_F(RocksStoreTest, ARangeOfOneOwnerLeavesTheOthersOfTheSameWrite) {
  const auto store = open();
  const Owner a{1, Service::uin}, b{2, Service::uin};
  std::vector<Batch> batches{Batch{b}, Batch{a}};
  batches[0].put("k", "b");
  batches[1].erase_range("", "z");
  store->write(batches);
  EXPECT_EQ(store->get(b, "k").value(), "b");
}

TEST_F(RocksStoreTest, RangesAndKeysOfOneFrontTakeTurns) {
  const Owner owner{1, Service::prereg};
  Pairs wanted;
  {
    const auto store = open();
    for (int i = 0; i < 90; ++i) {
      const std::string front = "H" + std::to_string(1000 + i);
      for (const char* key : {"a", "b", "c"}) put(*store, owner, front + key, "1");
      Batch batch{owner};
      batch.erase_range(front, front + "z");
      batch.put(front + "b", "after");
      store->write({&batch, 1});
      wanted.emplace_back(front + "b", "after");
    }
    EXPECT_EQ(pairs(*store, owner, ""), wanted);
  }
  EXPECT_EQ(pairs(*open(), owner, ""), wanted);
}

TEST_F(RocksStoreTest, OneWriteMergesTheBatchesOfManyOwners) {
  const auto store = open();
  const auto writes = store->commits().synced_writes.load();
  const Owner a{1, Service::uin}, b{1, Service::rid}, c{300, Service::uin};
  std::vector<Batch> batches{Batch{a}, Batch{b}, Batch{c}};
  for (Batch& batch : batches) batch.put("k", std::to_string(batch.owner().partition));
  batches[1].erase("k");
  store->write(batches);
  EXPECT_EQ(store->get(a, "k").value(), "1");
  EXPECT_EQ(store->get(b, "k").value(), std::nullopt);
  EXPECT_EQ(store->get(c, "k").value(), "300");
  EXPECT_EQ(store->commits().synced_writes, writes + 1);
  EXPECT_EQ(store->commits().records, 4u + 2u);  // and the marks: format, partitions
}

TEST_F(RocksStoreTest, ARowBesideLiesBelowTheOtherServiceOfThePartition) {
  const auto store = open();
  Batch batch{{300, Service::otp}};
  batch.put("k", "own");
  batch.put_beside(Service::outbox, "k", "beside");
  store->write({&batch, 1});
  EXPECT_EQ(store->get({300, Service::otp}, "k").value(), "own");
  EXPECT_EQ(store->get({300, Service::outbox}, "k").value(), "beside");
  EXPECT_EQ(store->get({0, Service::outbox}, "k").value(), std::nullopt);
}

TEST_F(RocksStoreTest, TheLastWriteToAKeyCounts) {
  const auto store = open();
  const Owner a{1, Service::uin};
  std::vector<Batch> batches{Batch{a}, Batch{Owner{1, Service::rid}}, Batch{a}};
  batches[0].put("put twice", "1");
  batches[0].put("put twice", "2");
  batches[0].put("\xff", "before");
  batches[0].put("erased later", "1");
  batches[0].erase("put later");
  batches[1].put("put twice", "another owner's");
  batches[2].put("put twice", "3");
  batches[2].erase("erased later");
  batches[2].put("put later", "1");
  store->write(batches);
  EXPECT_EQ(store->get(a, "put twice").value(), "3");
  EXPECT_EQ(store->get(a, "\xff").value(), "before");
  EXPECT_EQ(store->get(a, "erased later").value(), std::nullopt);
  EXPECT_EQ(store->get(a, "put later").value(), "1");
}

TEST_F(RocksStoreTest, AScanStaysBelowItsPrefixAndOwner) {
  const auto store = open();
  const Owner owner{1, Service::uin};
  for (const char* key : {"P1", "P2", "P3", "Q1", "\xff\xff", "\xff\xff\x01"}) {
    put(*store, owner, key, "v");
  }
  put(*store, {1, Service::rid}, "P2", "v");
  put(*store, {0, Service::auth}, "P2", "v");
  EXPECT_EQ(pairs(*store, owner, "P"), (Pairs{{"P1", "v"}, {"P2", "v"}, {"P3", "v"}}));
  EXPECT_EQ(pairs(*store, owner, "P", "P2"), (Pairs{{"P2", "v"}, {"P3", "v"}}));
  EXPECT_EQ(pairs(*store, owner, "P", "", 1), (Pairs{{"P1", "v"}}));
  EXPECT_EQ(pairs(*store, owner, "").size(), 6u);
  EXPECT_EQ(pairs(*store, owner, "\xff\xff").size(), 2u);
  EXPECT_TRUE(pairs(*store, owner, "Z").empty());
}

TEST_F(RocksStoreTest, KeysAndValuesAreBytes) {
  const auto store = open();
  const std::string key{"\0\xff k", 4}, value{"\0v\n", 3};
  put(*store, {65535, Service::vid}, key, value);
  EXPECT_EQ(store->get({65535, Service::vid}, key).value(), value);
  put(*store, {65535, Service::vid}, "", "");
  EXPECT_EQ(store->get({65535, Service::vid}, "").value(), "");
}

TEST_F(RocksStoreTest, WhatWasWrittenIsThereAfterReopening) {
  const Owner owner{3, Service::prid};
  put(*open(), owner, "k", "v");
  EXPECT_EQ(open()->get(owner, "k").value(), "v");
}

TEST_F(RocksStoreTest, TheDataDirectoryIsOursAlone) {
  const auto store = open();
  struct stat found{};
  ASSERT_EQ(::stat((directory.path() + "/data").c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0700u);
}

TEST_F(RocksStoreTest, FiguresSayWhatIsHeld) {
  const auto store = open();
  put(*store, {1, Service::uin}, "k", std::string(100'000, 'v'));
  const auto figures = store->figures();
  EXPECT_GT(figures.disk_bytes, 100'000u);
  EXPECT_GT(figures.memtable_bytes, 100'000u);
  EXPECT_EQ(figures.background_errors, 0u);
  uint64_t timed = 0;
  for (size_t i = 0; i < store::DurationHistogram::buckets; ++i) {
    timed += store->commits().commit_ns.count(i);
  }
  EXPECT_EQ(timed, store->commits().synced_writes);
}
}  // namespace
