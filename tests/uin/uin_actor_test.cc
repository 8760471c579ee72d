// tests/uin/uin_actor_test.cc: the UIN's actor between mailbox, journal and store.
#include "actors/uin/uin_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "actors/uin/uin_partition.h"
#include "tests/fakes/pool_actor_fixture.h"
#include "tests/fakes/recorded.h"

namespace uin {
class UinActor : public PoolActorTest {
 protected:
  Actor spawn() {
    setting.service = "uin";
    setting.host = journal.host({0, store::Service::uin});
    setting.host.space = &space;
    return actors.spawn(partition, number::PoolShare{default_rules(), 0, 1, {1, 20}}, setting,
                        Clock{[&] { return now; }});
  }
  Actor filled() {
    const auto actor = spawn();
    EXPECT_EQ(supply(actor, default_rules(), 20).value().added, 20u);
    return actor;
  }
  Asked<std::string> issue(const Actor& actor) {
    return actors.ask<std::string>(actor, issue_atom::value, IssueUin{{"someone", "", ""}});
  }
  Asked<UpdatedUin> update(const Actor& actor, const std::string& uin, const std::string& status) {
    return actors.ask<UpdatedUin>(actor, update_atom::value,
                                  UpdateUin{uin, status, {"someone", "", ""}});
  }

  uint64_t free_bytes = 100;
  store::FreeSpace space{[this] { return std::optional{free_bytes}; }, 50};
};

TEST_F(UinActor, AnswersOnlyAfterTheJournal) {
  const auto actor = filled();
  const auto reply = issue(actor);
  EXPECT_FALSE(reply.arrived());
  journal.release();
  ASSERT_TRUE(reply.arrived());
  EXPECT_EQ(number::broken_rules(default_rules(), reply.value()).size(), 0u);
  const auto updated = update(actor, reply.value(), "ASSIGNED");
  EXPECT_FALSE(updated.arrived());
  journal.release();
  EXPECT_EQ(updated.value(), (UpdatedUin{reply.value(), "ASSIGNED"}));
}

TEST_F(UinActor, ABurstIsOneBatchWithOneCursor) {
  const auto actor = filled();
  std::vector<Asked<std::string>> replies;
  for (int i = 0; i < 10; ++i) {
    replies.push_back(
        actors.ask_later<std::string>(actor, issue_atom::value, IssueUin{{"someone", "", ""}}));
  }
  actors.run();
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_EQ(puts_of(journal.held()[0].batch), (std::map<char, size_t>{{'S', 10}, {'C', 1}}));
  journal.release();
  std::set<std::string> distinct;
  for (const auto& reply : replies) distinct.insert(reply.value());
  EXPECT_EQ(distinct.size(), 10u);
}

TEST_F(UinActor, UinsThatTimedOutAreRecordedByTheServer) {
  constexpr store::Owner owner{0, store::Service::uin};
  Recorded recorded{journal};
  setting.service = "uin";
  setting.host = recorded.host(owner);
  const auto actor =
      actors.spawn(partition_with_timeout, number::PoolShare{default_rules(), 0, 1, {1, 20}},
                   IssuedTimeout{60}, setting, Clock{[&] { return now; }});
  supply(actor, default_rules(), 20);
  for (int i = 0; i < 2; ++i) issue(actor);
  journal.release();
  now += IssuedTimeout{61};
  const auto uin = issue(actor);
  journal.release();
  const auto events = recorded.events(owner);  // UINS_TIMED_OUT in front of what it made room for
  ASSERT_EQ(events.size(), 4u);
  EXPECT_EQ(events[2], "UINS_TIMED_OUT|||2");
  EXPECT_EQ(events[3], "UIN_ISSUED|someone|" + uin.value() + "|success");
  EXPECT_EQ(recorded.verify(owner).broken, std::nullopt);
}

TEST_F(UinActor, ARefusalThatRestsOnAnUncommittedUpdateWaitsForIt) {
  const auto actor = filled();
  const auto uin = issue(actor);
  journal.release();
  const auto first = update(actor, uin.value(), "ASSIGNED");
  const auto second = update(actor, uin.value(), "ASSIGNED");
  EXPECT_FALSE(second.arrived());
  journal.release();
  EXPECT_TRUE(first.result().ok());
  EXPECT_EQ(second.error(), Errc::uin_not_issued);
}

TEST_F(UinActor, RefusalsThatTouchNothingUncommittedAreAnsweredAtOnce) {
  const auto actor = filled();
  EXPECT_EQ(update(actor, "5193698130", "ASSIGNED").error(), Errc::uin_not_found);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(UinActor, AnEmptyPoolSaysSo) { EXPECT_EQ(issue(spawn()).error(), Errc::uin_not_found); }

TEST_F(UinActor, AFailedReadIsUinInternalAndTheNextRequestIsServed) {
  const auto actor = filled();
  const auto uin = issue(actor);
  journal.release();
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(update(actor, uin.value(), "ASSIGNED").error(), Errc::uin_internal);
  journal.store().fail_reads.reset();
  const auto again = update(actor, uin.value(), "ASSIGNED");
  journal.release();
  EXPECT_TRUE(again.result().ok());
}

TEST_F(UinActor, APoolThatCannotBeReadIssuesNothingUntilItCan) {
  filled();
  const auto actor = spawn();  // as after a start
  journal.store().fail_reads = store::Errc::corrupt;
  EXPECT_EQ(issue(actor).error(), Errc::internal);
  EXPECT_EQ(supply(actor, default_rules(), 5, 2).error(), Errc::internal);
  journal.store().fail_reads.reset();
  const auto reply = issue(actor);
  journal.release();
  EXPECT_TRUE(reply.result().ok());
}

TEST_F(UinActor, ALowDiskRefusesIssueUpdateAndNumbers) {
  const auto actor = filled();
  free_bytes = 1;
  space.tick();
  EXPECT_EQ(issue(actor).error(), Errc::storage_full);
  EXPECT_EQ(update(actor, "5193698130", "ASSIGNED").error(), Errc::storage_full);
  EXPECT_EQ(supply(actor, default_rules(), 5, 2).error(), Errc::storage_full);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(UinActor, ASuccessorOnTheSameStoreGoesOnWhereTheDurableBatchesEnded) {
  const auto actor = filled();
  std::set<std::string> told;
  for (int i = 0; i < 5; ++i) {
    const auto reply = issue(actor);
    journal.release();
    told.insert(reply.value());
  }
  const auto lost = issue(actor);
  journal.lose();
  const auto successor = spawn();
  for (int i = 0; i < 15; ++i) {
    const auto reply = issue(successor);
    journal.release();
    ASSERT_TRUE(reply.result().ok());
    EXPECT_TRUE(told.insert(reply.value()).second);
  }
  EXPECT_FALSE(lost.arrived());
}
}  // namespace uin
