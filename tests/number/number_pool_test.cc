// tests/number/number_pool_test.cc: taking, giving back, refilling, and any crash between.
#include "actors/number/number_pool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "actors/base/partition_of.h"
#include "actors/number/generator.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"

namespace number {
PoolShare share(uint64_t low_water, uint64_t target, uint16_t partition = 0,
                uint16_t partitions = 1) {
  return {NumberRules{}, partition, partitions, {low_water, target}};
}

std::vector<Packed> draw(size_t count, uint64_t seed) {
  SeededRandom random{seed};
  Generator generator{NumberRules{}, random};
  std::vector<Packed> numbers(count);
  for (auto& number : numbers) number = generator.next().value();
  return numbers;
}

TEST(NumberPool, GivesEachNumberOnceInOrder) {
  MemoryTransaction tx;
  NumberPool pool{share(5, 10)};
  EXPECT_EQ(pool.wants(), 10u);
  EXPECT_EQ(pool.take(tx), std::nullopt);
  const auto numbers = draw(10, 1);
  EXPECT_EQ(pool.refill(numbers, tx).value(), 10u);
  EXPECT_EQ(pool.wants(), 0u);
  for (const Packed number : numbers) EXPECT_EQ(pool.take(tx), unpack(number));
  EXPECT_EQ(pool.take(tx), std::nullopt);
  pool.before_commit(tx);
  EXPECT_EQ(tx.entries.size(), 1u);  // the cursor; the block is gone
}

TEST(NumberPool, WantsNothingFromTheLowWaterMarkOn) {
  MemoryTransaction tx;
  NumberPool pool{share(5, 10)};
  ASSERT_EQ(pool.refill(draw(10, 1), tx).value(), 10u);
  for (int i = 0; i < 5; ++i) pool.take(tx);
  EXPECT_EQ(pool.wants(), 0u);
  pool.take(tx);
  EXPECT_EQ(pool.wants(), 6u);
}

TEST(NumberPool, RefillKeepsOnlyWhatBelongs) {
  MemoryTransaction tx;
  NumberPool pool{share(100, 100, 1, 4)};
  auto numbers = draw(300, 1);
  const auto ours = std::count_if(numbers.begin(), numbers.end(), [](Packed number) {
    return partition_of(unpack(number), 4) == 1;
  });
  ASSERT_GT(ours, 25);
  numbers.insert(numbers.end(), numbers.begin(), numbers.end());  // each twice
  numbers.push_back(0);
  numbers.push_back(*pack("1111111111"));
  EXPECT_EQ(pool.refill(numbers, tx).value(), 25u);  // no more than the target of the partition
  EXPECT_EQ(pool.refill(numbers, tx).value(), 0u);
}

TEST(NumberPool, ACandidateThatComesTwiceIsAddedOnce) {
  MemoryTransaction tx;
  NumberPool pool{share(10, 10)};
  const auto number = draw(1, 1).front();
  EXPECT_EQ(pool.refill(std::vector<Packed>{number, number, number}, tx).value(), 1u);
  EXPECT_EQ(pool.take(tx), unpack(number));
  EXPECT_EQ(pool.take(tx), std::nullopt);
}

TEST(NumberPool, RefillSkipsNumbersThatHaveARecord) {
  MemoryTransaction tx;
  NumberPool pool{share(10, 10)};
  const auto numbers = draw(3, 1);
  Tallies tallies;
  tallies.issued = 1;
  pool.set_tallies(tallies);
  tx.put(number_key(unpack(numbers[1])), "issued");
  EXPECT_EQ(pool.refill(numbers, tx).value(), 2u);
  EXPECT_FALSE(pool.contains(unpack(numbers[1])));
  EXPECT_TRUE(pool.contains(unpack(numbers[2])));
}

TEST(NumberPool, AFailedReadAddsNothing) {
  MemoryTransaction tx;
  NumberPool pool{share(10, 10)};
  Tallies tallies;
  tallies.assigned = 1;
  pool.set_tallies(tallies);
  pool.before_commit(tx);
  const auto before = tx.entries;
  tx.fail_reads = store::Errc::io;
  tx.reads_before_failing = 2;
  EXPECT_EQ(pool.refill(draw(5, 1), tx).error(), store::Errc::io);
  EXPECT_EQ(pool.unused(), 0u);
  EXPECT_EQ(tx.entries, before);
}

TEST(NumberPool, ReturnedNumbersComeAfterTheBlocks) {
  MemoryTransaction tx;
  NumberPool pool{share(1, 2)};
  const auto numbers = draw(2, 1);
  ASSERT_EQ(pool.refill(numbers, tx).value(), 2u);
  const std::string first = pool.take(tx).value();
  pool.give_back(first, tx);
  EXPECT_TRUE(pool.contains(first));
  EXPECT_EQ(pool.returned(), 1u);
  EXPECT_TRUE(tx.entries.contains(returned_key(first)));
  EXPECT_EQ(pool.take(tx), unpack(numbers[1]));
  EXPECT_EQ(pool.take(tx), first);
  EXPECT_FALSE(tx.entries.contains(returned_key(first)));
  EXPECT_EQ(pool.returned(), 0u);
}

TEST(NumberPool, ARefillMovesReturnedNumbersIntoItsBlock) {
  MemoryTransaction tx;
  NumberPool pool{share(3, 3)};
  const auto numbers = draw(3, 1);
  ASSERT_EQ(pool.refill(std::span{numbers}.first(1), tx).value(), 1u);
  const std::string first = pool.take(tx).value();
  pool.give_back(first, tx);
  EXPECT_EQ(pool.refill(std::span{numbers}.subspan(1), tx).value(), 2u);
  EXPECT_EQ(pool.returned(), 0u);
  EXPECT_EQ(pool.unused(), 3u);
  EXPECT_FALSE(tx.entries.contains(returned_key(first)));
  pool.before_commit(tx);
  NumberPool again{share(3, 3)};
  ASSERT_TRUE(again.load(tx).ok());
  EXPECT_TRUE(again.contains(first));
  EXPECT_EQ(again.unused(), 3u);
}

TEST(NumberPool, NumbersOfOtherRulesAreDropped) {
  MemoryTransaction tx;
  NumberPool pool{share(10, 10)};
  ASSERT_EQ(pool.refill(draw(10, 1), tx).value(), 10u);
  pool.before_commit(tx);
  auto longer = share(10, 10);
  longer.rules.digits = 12;
  NumberPool later{longer};
  ASSERT_TRUE(later.load(tx).ok());
  EXPECT_EQ(later.unused(), 10u);
  EXPECT_EQ(later.take(tx), std::nullopt);
  EXPECT_EQ(later.unused(), 0u);
}

TEST(NumberPool, OneCursorRecordABatchAndNoneWithoutChange) {
  MemoryTransaction tx;
  NumberPool pool{share(100, 100)};
  ASSERT_EQ(pool.refill(draw(100, 1), tx).value(), 100u);
  pool.before_commit(tx);
  const size_t before = tx.writes;
  for (int i = 0; i < 50; ++i) pool.take(tx);
  EXPECT_EQ(tx.writes, before);
  pool.before_commit(tx);
  pool.before_commit(tx);
  EXPECT_EQ(tx.writes, before + 1);
}

class BrokenPool : public testing::TestWithParam<void (*)(MemoryTransaction&)> {};
TEST_P(BrokenPool, IsRefusedAndStaysEmpty) {
  MemoryTransaction tx;
  NumberPool pool{share(5000, 5000)};
  ASSERT_EQ(pool.refill(draw(5000, 1), tx).value(), 5000u);
  pool.give_back(pool.take(tx).value(), tx);
  pool.before_commit(tx);
  GetParam()(tx);
  EXPECT_EQ(pool.load(tx).error(), store::Errc::corrupt);
  EXPECT_EQ(pool.unused(), 0u);
  EXPECT_EQ(pool.take(tx), std::nullopt);
}
INSTANTIATE_TEST_SUITE_P(
    NumberPool, BrokenPool,
    testing::Values([](MemoryTransaction& tx) { tx.erase(cursor_key); },
                    [](MemoryTransaction& tx) { tx.erase(block_key(0)); },
                    [](MemoryTransaction& tx) { tx.erase(block_key(1)); },
                    [](MemoryTransaction& tx) { tx.entries[std::string{cursor_key}].pop_back(); },
                    [](MemoryTransaction& tx) { tx.entries[std::string{cursor_key}][0] = 9; },
                    [](MemoryTransaction& tx) { tx.entries[block_key(0)].pop_back(); },
                    [](MemoryTransaction& tx) { tx.entries[block_key(0)].resize(4095 * 8); },
                    [](MemoryTransaction& tx) {
                      auto& block = tx.entries[block_key(0)];
                      block.replace(16, 8, block.substr(8, 8));
                    },
                    [](MemoryTransaction& tx) { tx.put(returned_key("12x"), ""); },
                    [](MemoryTransaction& tx) { tx.put(block_key(7), "12345678"); }));

TEST(NumberPool, AFailedLoadSaysSo) {
  MemoryTransaction tx;
  NumberPool pool{share(5, 5)};
  ASSERT_EQ(pool.refill(draw(5, 1), tx).value(), 5u);
  pool.before_commit(tx);
  for (size_t reads = 0; reads < 3; ++reads) {
    tx.fail_reads = store::Errc::io;
    tx.reads_before_failing = reads;
    EXPECT_EQ(pool.load(tx).error(), store::Errc::io) << reads;
    EXPECT_EQ(pool.unused(), 0u);
  }
  tx.fail_reads.reset();
  ASSERT_TRUE(pool.load(tx).ok());
  EXPECT_EQ(pool.unused(), 5u);
}

/// A pool and a store, crashed at will. What was taken in a committed batch is `out`.
struct Life {
  explicit Life(uint64_t seed) : random(seed), candidates(draw(3000, seed)) {}

  void step() {
    const auto action = random.below(10);
    if (action < 6) {
      if (const auto number = pool.take(tx)) {
        ASSERT_TRUE(open.insert(*number).second) << *number << " was given twice";
        tx.put(number_key(*number), "x");
      }
    } else if (action < 8 && !open.empty()) {
      const auto number = *open.begin();
      open.erase(number);
      tx.erase(number_key(number));
      pool.give_back(number, tx);
    } else {
      const auto from = random.below(candidates.size() - 40);
      ASSERT_TRUE(pool.refill(std::span{candidates}.subspan(from, 40), tx).ok());
    }
    Tallies tallies;
    tallies.assigned = open.size();
    pool.set_tallies(tallies);
  }
  void commit() {
    pool.before_commit(tx);
    durable = tx.entries;
    committed = open;
  }
  void crash() {
    tx = MemoryTransaction{durable};
    open = committed;
    pool = NumberPool{share(60, 90)};
    ASSERT_TRUE(pool.load(tx).ok());
    ASSERT_EQ(pool.tallies().assigned, committed.size());
    for (const auto& number : committed) ASSERT_FALSE(pool.contains(number));
  }

  SeededRandom random;
  std::vector<Packed> candidates;
  MemoryTransaction tx;
  MemoryTransaction::Entries durable;
  NumberPool pool{share(60, 90)};
  std::set<std::string> open, committed;
};

TEST(NumberPool, NoNumberTwiceWhateverHappens) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    Life life{seed};
    for (int i = 0; i < 3000; ++i) {
      life.step();
      if (life.random.below(4) == 0) life.commit();
      if (life.random.below(50) == 0) life.crash();
      if (testing::Test::HasFatalFailure()) return;
    }
    EXPECT_GT(life.committed.size(), 100u);
  }
}

TEST(NumberPool, NothingIsLostByACrash) {
  MemoryTransaction tx;
  NumberPool pool{share(500, 500)};
  const auto numbers = draw(500, 5);
  ASSERT_EQ(pool.refill(numbers, tx).value(), 500u);
  pool.before_commit(tx);
  const auto durable = tx.entries;
  for (int i = 0; i < 100; ++i) pool.take(tx);  // never committed, never answered
  MemoryTransaction again{durable};
  ASSERT_TRUE(pool.load(again).ok());
  for (const Packed number : numbers) ASSERT_EQ(pool.take(again), unpack(number));
}
}  // namespace number
