// tests/prid/prid_actor_test.cc: the PRID's actor between mailbox, journal and store.
#include "actors/prid/prid_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/pool_actor_fixture.h"

namespace prid {
class PridActor : public PoolActorTest {
 protected:
  Actor spawn() {
    setting.service = "prid";
    setting.host = journal.host({0, store::Service::prid});
    return actors.spawn(partition, number::PoolShare{default_rules(), 0, 1, {1, 20}}, setting,
                        Clock{[&] { return now; }});
  }
  Asked<std::string> issue(const Actor& actor) {
    return actors.ask<std::string>(actor, issue_atom::value, IssuePrid{{"someone", "", ""}});
  }
};

TEST_F(PridActor, AnswersOnlyAfterTheJournal) {
  const auto actor = spawn();
  EXPECT_EQ(supply(actor, default_rules(), 20).value().added, 20u);
  const auto reply = issue(actor);
  EXPECT_FALSE(reply.arrived());
  journal.release();
  ASSERT_TRUE(reply.arrived());
  EXPECT_TRUE(number::is_valid(default_rules(), reply.value()));
  EXPECT_EQ(setting.gauges->unused, 19u);
  EXPECT_EQ(setting.gauges->assigned, 1u);
}

TEST_F(PridActor, ABurstIsOneBatchWithOneCursor) {
  const auto actor = spawn();
  supply(actor, default_rules(), 20);
  for (int i = 0; i < 10; ++i) {
    actors.ask_later<std::string>(actor, issue_atom::value, IssuePrid{{"someone", "", ""}});
  }
  actors.run();
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_EQ(puts_of(journal.held()[0].batch), (std::map<char, size_t>{{'S', 10}, {'C', 1}}));
}

TEST_F(PridActor, AnEmptyPoolSaysSo) {
  EXPECT_EQ(issue(spawn()).error(), Errc::prid_not_available);
}

TEST_F(PridActor, APoolThatCannotBeReadIssuesNothingUntilItCan) {
  supply(spawn(), default_rules(), 20);
  const auto actor = spawn();  // as after a start
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(issue(actor).error(), Errc::internal);
  journal.store().fail_reads.reset();
  const auto reply = issue(actor);
  journal.release();
  EXPECT_TRUE(reply.result().ok());
}

TEST_F(PridActor, ACandidateThatCannotBeLookedUpIsPridInternal) {
  const auto actor = spawn();
  supply(actor, default_rules(), 10);
  issue(actor);
  journal.release();
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(supply(actor, default_rules(), 5, 2).error(), Errc::prid_internal);
}
}  // namespace prid
