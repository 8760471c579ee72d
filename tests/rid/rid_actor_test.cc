// tests/rid/rid_actor_test.cc: the RID's actor between mailbox, journal and store.
#include "actors/rid/rid_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"

namespace rid {
class RidActor : public ::testing::Test {
 protected:
  Actor spawn(Rules rules = {}) {
    return actors.spawn(partition, rules, journal.host(), Clock{[&] { return now; }});
  }
  Asked<std::string> issue(const Actor& actor, Machine machine = {"10001", "10002"}) {
    return actors.ask<std::string>(actor, issue_atom::value, machine, audit::Origin{});
  }

  ActorFixture actors;
  HeldJournal journal{actors};
  UtcTime now{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
};

TEST_F(RidActor, AnswersOnlyAfterTheJournal) {
  const auto actor = spawn();
  const auto reply = issue(actor);
  EXPECT_FALSE(reply.arrived());
  journal.release();
  EXPECT_EQ(reply.value(), "10001100020000120240102120000");
}

TEST_F(RidActor, ABurstOfOneMachineIsOneBatchWithoutAGap) {
  const auto actor = spawn();
  std::vector<Asked<std::string>> replies;
  for (int i = 0; i < 12; ++i) {
    replies.push_back(actors.ask_later<std::string>(actor, issue_atom::value,
                                                    Machine{"10001", "10002"}, audit::Origin{}));
  }
  actors.run();
  ASSERT_EQ(journal.held().size(), 1u);
  journal.release();
  for (size_t i = 0; i < replies.size(); ++i) {
    EXPECT_EQ(std::stoul(replies[i].value().substr(10, 5)), i + 1);
  }
}

TEST_F(RidActor, RefusalsAreAnsweredAtOnceAndWriteNothing) {
  const auto actor = spawn();
  EXPECT_EQ(issue(actor, {"", "10002"}).error(), Errc::rid_empty_input);
  EXPECT_EQ(issue(actor, {"1", "10002"}).error(), Errc::rid_bad_length);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(RidActor, AFailedReadIssuesNothingAndTheNextRequestIsServed) {
  const auto actor = spawn();
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(issue(actor).error(), Errc::rid_fetch_failed);
  EXPECT_TRUE(journal.held().empty());
  journal.store().fail_reads.reset();
  const auto reply = issue(actor);
  journal.release();
  EXPECT_EQ(reply.value(), "10001100020000120240102120000");
}

TEST_F(RidActor, ASecondThatIsUsedUpIsOverloadedOnceItsLastRidIsDurable) {
  Rules one_digit;
  one_digit.sequence_digits = 1;
  one_digit.rid_chars = 25;
  const auto actor = spawn(one_digit);
  for (int i = 0; i < 9; ++i) issue(actor);
  const auto refused = issue(actor);
  EXPECT_FALSE(refused.arrived());  // it rests on what is not durable yet
  while (!journal.held().empty()) journal.release();
  EXPECT_EQ(refused.error(), Errc::overloaded);
  now += std::chrono::seconds{1};
  const auto next = issue(actor);
  journal.release();
  EXPECT_TRUE(next.result().ok());
}

TEST_F(RidActor, ASuccessorSkipsButNeverRepeats) {
  const auto actor = spawn();
  const auto told = issue(actor);
  journal.release();
  const auto lost = issue(actor);
  journal.lose();
  const auto reply = issue(spawn());
  journal.release();
  EXPECT_EQ(told.value(), "10001100020000120240102120000");
  EXPECT_EQ(reply.value(), "10001100020000220240102120000");
  EXPECT_FALSE(lost.arrived());  // so that one RID was told to one client
}
}  // namespace rid
