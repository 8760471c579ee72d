// tests/number/supplier_test.cc: who is asked, who is served, when it stops, and what wakes it.
#include "actors/number/supplier.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/log_lines.h"
#include "tests/fakes/seeded_random.h"
#include "tests/number/fake_pool.h"

namespace number {
using testing::Each;
using testing::ElementsAre;
using testing::Le;

/// Counts how often somebody needed new random bytes.
class CountedRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    ++fills;
    random_.fill(bytes);
  }
  size_t fills = 0;

 private:
  SeededRandom random_;
};

class SupplierTest : public ::testing::Test {
 protected:
  SupplierTest() : supplier(spawn_supplier(actors.system(), random, {}, false)) {}
  ~SupplierTest() override {
    caf::anon_send_exit(supplier, caf::exit_reason::kill);
    actors.run();
  }

  /// So many empty pools, and a supplier that does not know them yet.
  void make(uint16_t count, uint64_t low_water, uint64_t target) {
    pool.service = "uin";
    for (uint16_t i = 0; i < count; ++i) {
      pools.push_back(std::make_shared<FakePool>());
      pools.back()->partition = i;
      pools.back()->partitions = count;
      pools.back()->low_water = low_water;
      pools.back()->target = target;
      pool.partitions.push_back(spawn_fake(actors, pools.back()));
    }
  }
  Asked<Done> serve() { return actors.ask<Done>(supplier, serve_atom::value, pool); }
  void call(const std::string& service = "uin") {
    caf::anon_send(supplier, wanted_atom::value, service);
  }
  void forget_offers() {
    for (auto& one : pools) one->offers.clear();
  }

  LogLines log;
  ActorFixture actors;
  std::shared_ptr<CountedRandom> random = std::make_shared<CountedRandom>();
  SupplierActor supplier;
  std::vector<std::shared_ptr<FakePool>> pools;
  Pool pool;
  static constexpr SupplierLimits limits{};
};

TEST_F(SupplierTest, FillsEveryPartitionToItsTargetWithItsOwnNumbersAndStops) {
  make(4, 100, 300);
  const auto served = serve();
  ASSERT_TRUE(served.arrived());
  EXPECT_TRUE(served.result().ok());
  for (const auto& one : pools) {
    EXPECT_EQ(one->held.size(), 300u);
    EXPECT_EQ(one->foreign, 0u);
    EXPECT_THAT(one->offers, Each(Le(limits.candidates_per_partition)));
  }
  forget_offers();
  actors.advance(10 * limits.pause);
  for (const auto& one : pools) EXPECT_TRUE(one->offers.empty());
  EXPECT_THAT(log.all(), testing::IsEmpty());
}

TEST_F(SupplierTest, ServesWhenEachHasHadAFirstHelpingAndNotLater) {
  make(16, 10'000, 20'000);
  const auto served = actors.ask_later<Done>(supplier, serve_atom::value, pool);
  while (!served.arrived() && actors.step()) {
  }
  ASSERT_TRUE(served.arrived());
  for (const auto& one : pools) {
    // The next helping may be on its way already, and a draw of 8,192 leaves none of 16 short.
    EXPECT_GE(one->held.size(), limits.candidates_per_partition);
    EXPECT_LE(one->held.size(), 2 * limits.candidates_per_partition);
  }
}

TEST_F(SupplierTest, ServesPoolsThatAreFullAlreadyWithoutDrawing) {
  make(3, 0, 10);
  EXPECT_TRUE(serve().result().ok());
  for (const auto& one : pools) EXPECT_THAT(one->offers, ElementsAre(0u));
}

TEST_F(SupplierTest, ACallRefillsAtOnceAndWithoutAWarning) {
  make(4, 50, 100);
  serve();
  forget_offers();
  pools[2]->drain();
  call();
  actors.run();
  EXPECT_EQ(pools[2]->held.size(), 100u);
  EXPECT_EQ(log.count("used up"), 0u);
}

TEST_F(SupplierTest, BringsNumbersOnlyToThoseWhoWantSome) {
  make(4, 50, 100);
  serve();
  forget_offers();
  pools[2]->drain();
  call();
  actors.run();
  for (const size_t other : {0, 1, 3}) {
    EXPECT_THAT(pools[other]->offers, ElementsAre(0u)) << other;  // it was asked, once
  }
  EXPECT_EQ(pools[2]->foreign, 0u);
}

TEST_F(SupplierTest, WhatOnePartitionHadNoUseForServesTheOthers) {
  make(4, 50, 100);
  serve();
  const auto drawn_for = [&](size_t partition) {
    const size_t before = random->fills;
    pools[partition]->drain();
    call();
    actors.run();
    EXPECT_EQ(pools[partition]->held.size(), 100u);
    return random->fills - before;
  };
  EXPECT_GT(drawn_for(2), 0u);
  EXPECT_GT(drawn_for(2), 0u);
  for (const size_t other : {0, 1, 3}) EXPECT_EQ(drawn_for(other), 0u) << other;
  for (const auto& one : pools) EXPECT_EQ(one->foreign, 0u);
}

TEST_F(SupplierTest, SparesThatAreNoLongerNewDoNotMeanThatTheSpaceIsUsedUp) {
  make(2, 50, 100);
  serve();
  pools[0]->drain();
  call();
  actors.run();
  forget_offers();
  pools[1]->drain();
  pools[1]->refuses = true;
  call();
  actors.run();
  // Asked, offered spares, offered fresh draws: only the last is worth a warning.
  const size_t helping = limits.candidates_per_partition;
  EXPECT_THAT(pools[1]->offers, ElementsAre(0u, helping, helping));
  EXPECT_EQ(log.count("used up"), 1u);
}

TEST_F(SupplierTest, ACallForAnotherServiceWakesNobody) {
  make(2, 50, 100);
  serve();
  forget_offers();
  call("vid");
  actors.run();
  EXPECT_TRUE(pools[0]->offers.empty());
}

TEST_F(SupplierTest, ACallWhileOthersAreFilledIsNotLost) {
  make(2, 100, 1'000);
  serve();
  pools[0]->drain();
  forget_offers();
  call();
  while (pools[0]->brought() == 0) ASSERT_TRUE(actors.step());
  pools[1]->drain();  // it said before that it wants nothing
  call();
  actors.run();
  EXPECT_EQ(pools[0]->held.size(), 1'000u);
  EXPECT_EQ(pools[1]->held.size(), 1'000u);
}

TEST_F(SupplierTest, PoolsFillSideBySide) {
  make(2, 50, 100);
  serve();
  const auto first = pools;
  const Pool first_pool = std::exchange(pool, {});
  pools.clear();
  make(2, 50, 100);
  pool.service = "vid";
  EXPECT_TRUE(serve().result().ok());
  EXPECT_EQ(pools[1]->held.size(), 100u);
  first[0]->drain();
  pools[0]->drain();
  call("uin");
  call("vid");
  actors.run();
  EXPECT_EQ(first[0]->held.size(), 100u);
  EXPECT_EQ(pools[0]->held.size(), 100u);
}

TEST_F(SupplierTest, WarnsPausesAndTriesAgainWhenNothingFits) {
  make(2, 50, 100);
  for (auto& one : pools) one->refuses = true;
  EXPECT_TRUE(serve().result().ok());  // a start is not held up
  EXPECT_EQ(log.count("used up"), 1u);
  const size_t tried = pools[0]->offers.size();
  actors.advance(limits.pause - std::chrono::milliseconds{1});
  EXPECT_EQ(pools[0]->offers.size(), tried);
  actors.advance(std::chrono::milliseconds{1});
  EXPECT_EQ(pools[0]->offers.size(), tried + 1);
  EXPECT_EQ(log.count("used up"), 2u);
  pools[0]->refuses = pools[1]->refuses = false;
  actors.advance(limits.pause);
  EXPECT_EQ(pools[0]->held.size(), 100u);
  EXPECT_EQ(pools[1]->held.size(), 100u);
}

TEST_F(SupplierTest, ACallEndsThePauseAndThePauseStartsNoSecondTrain) {
  make(2, 50, 100);
  for (auto& one : pools) one->refuses = true;
  serve();
  call();
  actors.run();
  const size_t tried = pools[0]->offers.size();
  actors.advance(limits.pause);
  EXPECT_EQ(pools[0]->offers.size(), tried + 1);
  actors.advance(limits.pause);
  EXPECT_EQ(pools[0]->offers.size(), tried + 2);
}

TEST_F(SupplierTest, APoolThatFilledUpByItselfIsLeftAlone) {
  make(1, 50, 1'000);
  const auto served = actors.ask_later<Done>(supplier, serve_atom::value, pool);
  while (pools[0]->held.size() < 200) ASSERT_TRUE(actors.step());
  pools[0]->target = 200;  // as if its clients had given back the rest
  actors.run();
  EXPECT_EQ(log.count("used up"), 0u);
  forget_offers();
  actors.advance(limits.pause);
  EXPECT_TRUE(pools[0]->offers.empty());
}

TEST_F(SupplierTest, APartitionThatFailsHoldsUpNobodyAndIsAskedAgain) {
  make(3, 50, 100);
  pools[1]->fault = Errc::uin_internal;
  const auto served = serve();
  ASSERT_TRUE(served.arrived());
  EXPECT_EQ(served.error(), Errc::uin_internal);
  EXPECT_EQ(pools[0]->held.size(), 100u);
  EXPECT_EQ(pools[2]->held.size(), 100u);
  EXPECT_EQ(log.count("partition 1 takes no numbers: uin_internal"), 1u);
  const size_t asked = pools[1]->offers.size();
  actors.advance(limits.pause);
  EXPECT_EQ(pools[1]->offers.size(), asked + 1);
  EXPECT_EQ(log.all().size(), 1u);  // said once
  pools[1]->fault.reset();
  actors.advance(limits.pause);  // it called long ago and will not call again
  EXPECT_EQ(pools[1]->held.size(), 100u);
  forget_offers();
  actors.advance(limits.pause);
  EXPECT_TRUE(pools[1]->offers.empty());
}

TEST_F(SupplierTest, AFullDiskHoldsUpNoStart) {
  make(2, 50, 100);
  for (auto& one : pools) one->fault = Errc::storage_full;
  EXPECT_TRUE(serve().result().ok());
  for (auto& one : pools) one->fault.reset();
  actors.advance(limits.pause);
  for (auto& one : pools) EXPECT_EQ(one->held.size(), 100u);
}

TEST_F(SupplierTest, APartitionThatEndedHoldsUpNobody) {
  make(3, 50, 100);
  caf::anon_send_exit(pool.partitions[0], caf::exit_reason::kill);
  actors.run();
  EXPECT_EQ(serve().error(), Errc::internal);
  EXPECT_EQ(pools[1]->held.size(), 100u);
  EXPECT_EQ(pools[2]->held.size(), 100u);
}

TEST_F(SupplierTest, WhoWaitsForAFirstHelpingHearsOfTheSuppliersEnd) {
  make(1, 50, 100);
  pools[0]->silent = true;
  const auto served = serve();
  EXPECT_FALSE(served.arrived());
  caf::anon_send_exit(supplier, caf::exit_reason::user_shutdown);
  actors.run();
  ASSERT_TRUE(served.arrived());
  EXPECT_TRUE(served.failed());
}

TEST_F(SupplierTest, ARoundIsBoundedHoweverMuchIsWanted) {
  make(2, 1'000'000, 2'000'000);
  actors.ask_later<Done>(supplier, serve_atom::value, pool);
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(actors.step());
  EXPECT_THAT(pools[0]->offers, Each(Le(limits.candidates_per_partition)));
  // Nobody gets a second helping before the other has had its own.
  const auto difference =
      static_cast<int64_t>(pools[0]->offers.size()) - static_cast<int64_t>(pools[1]->offers.size());
  EXPECT_LE(std::abs(difference), 1);
}
}  // namespace number
