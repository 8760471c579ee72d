// tests/number/pool_desk_test.cc: when a pool's actor calls for numbers, and what the metrics see.
// The UIN stands for all three.
#include "actors/number/pool_desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/number/space.h"
#include "actors/uin/uin_actor.h"
#include "tests/fakes/pool_actor_fixture.h"
#include "tests/fakes/seeded_random.h"

namespace number {
using testing::ElementsAre;
using testing::IsEmpty;

class PoolDeskTest : public PoolActorTest {
 protected:
  uin::Actor spawn(PoolSize size) {
    setting.service = "uin";
    setting.host = journal.host({0, store::Service::uin});
    return actors.spawn(uin::partition, PoolShare{{}, 0, 1, size}, setting,
                        Clock{[&] { return now; }});
  }
  Asked<std::string> issue(const uin::Actor& actor) {
    const auto asked =
        actors.ask<std::string>(actor, uin::issue_atom::value, uin::IssueUin{{"someone", "", ""}});
    journal.release();
    return asked;
  }
};

TEST_F(PoolDeskTest, CallsOnceBelowTheLowWaterMark) {
  const auto actor = spawn({3, 5});
  EXPECT_TRUE(supply(actor, {}, 5).result().ok());
  issue(actor);
  issue(actor);
  EXPECT_THAT(calls, IsEmpty());
  issue(actor);
  EXPECT_THAT(calls, ElementsAre("uin"));
  issue(actor);
  issue(actor);
  EXPECT_EQ(issue(actor).error(), Errc::uin_not_found);
  EXPECT_THAT(calls, ElementsAre("uin"));
}

TEST_F(PoolDeskTest, CallsAgainAfterItHadEnough) {
  const auto actor = spawn({3, 5});
  supply(actor, {}, 5);
  for (int i = 0; i < 3; ++i) issue(actor);
  EXPECT_EQ(supply(actor, {}, 1, 2).value().wants, 0u);  // at the mark
  issue(actor);
  EXPECT_THAT(calls, ElementsAre("uin", "uin"));
}

TEST_F(PoolDeskTest, DoesNotCallASupplierThatKnows) {
  const auto actor = spawn({3, 5});
  EXPECT_EQ(supply(actor, {}, 1).value().wants, 4u);
  issue(actor);
  EXPECT_THAT(calls, IsEmpty());
}

TEST_F(PoolDeskTest, AnEmptyOfferSaysWhatIsWantedAndWritesNothing) {
  const auto actor = spawn({3, 5});
  const auto asked = actors.ask<Supplied>(actor, supply_atom::value, std::vector<Packed>{});
  ASSERT_TRUE(asked.arrived());
  EXPECT_EQ(asked.value().added, 0u);
  EXPECT_EQ(asked.value().wants, 5u);
  EXPECT_THAT(journal.held(), IsEmpty());
}

TEST_F(PoolDeskTest, AnOfferIsDurableWhenItIsAnswered) {
  const auto actor = spawn({3, 5});
  const auto asked = actors.ask<Supplied>(actor, supply_atom::value, drawn_numbers({}, 5));
  EXPECT_FALSE(asked.arrived());
  journal.release();
  EXPECT_EQ(asked.value().added, 5u);
  const auto again = spawn({3, 5});  // from the store
  EXPECT_TRUE(issue(again).result().ok());
}

TEST_F(PoolDeskTest, GaugesShowWhatTheBatchLeft) {
  const auto actor = spawn({3, 5});
  supply(actor, {}, 5);
  EXPECT_EQ(setting.gauges->unused, 5u);
  const auto uin = issue(actor);
  issue(actor);
  EXPECT_EQ(setting.gauges->unused, 3u);
  EXPECT_EQ(setting.gauges->issued, 2u);
  actors.ask<uin::UpdatedUin>(actor, uin::update_atom::value,
                              uin::UpdateUin{uin.value(), "ASSIGNED", {"someone", "", ""}});
  EXPECT_EQ(setting.gauges->issued, 1u);
  EXPECT_EQ(setting.gauges->assigned, 1u);
}

TEST_F(PoolDeskTest, WithTheRealSupplierADrainedPoolIsFullAgain) {
  setting.supplier = spawn_supplier(actors.system(), std::make_shared<SeededRandom>(), {}, false);
  const auto actor = spawn({3, 5});
  const auto served =
      actors.ask<Done>(setting.supplier, serve_atom::value, Pool{"uin", {}, {actor}});
  journal.release();
  ASSERT_TRUE(served.arrived());
  for (int i = 0; i < 100; ++i) {
    EXPECT_TRUE(issue(actor).result().ok()) << i;
    journal.release();  // the refill
  }
  EXPECT_EQ(log.count("used up"), 0u);
  caf::anon_send_exit(setting.supplier, caf::exit_reason::kill);
}

TEST_F(PoolDeskTest, ASmallSpaceIsUsedToItsLastNumber) {
  NumberRules tiny;
  tiny.digits = 4;
  tiny.group_digits = tiny.reverse_group_digits = 0;
  const uint64_t space = count_numbers(tiny);
  ASSERT_GT(space, 50u);
  setting.service = "uin";
  setting.host = journal.host({0, store::Service::uin});
  setting.supplier = spawn_supplier(actors.system(), std::make_shared<SeededRandom>(), {}, false);
  const auto actor = actors.spawn(uin::partition, PoolShare{tiny, 0, 1, {2 * space, 2 * space}},
                                  setting, Clock{[&] { return now; }});
  const auto served =
      actors.ask<Done>(setting.supplier, serve_atom::value, Pool{"uin", tiny, {actor}});
  // Drawing finds the last numbers late: a round in which nothing was new does not end it.
  for (int i = 0; i < 1'000 && setting.gauges->unused < space; ++i) {
    journal.release();
    actors.advance(SupplierLimits{}.pause);
  }
  EXPECT_TRUE(served.arrived());
  EXPECT_EQ(setting.gauges->unused, space);
  EXPECT_GE(log.count("used up"), 1u);
  caf::anon_send_exit(setting.supplier, caf::exit_reason::kill);
}
}  // namespace number
