// tests/vid/vid_actor_test.cc: the VID's actor between mailbox, journal and store, and its sweeps.
#include "actors/vid/vid_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/pool_actor_fixture.h"
#include "tests/fakes/recorded.h"

namespace vid {
using std::chrono::seconds;

class VidActor : public PoolActorTest {
 protected:
  Actor spawn(uint64_t target = 20) {
    setting.service = "vid";
    if (!setting.host.sealer) setting.host = journal.host(owner);  // Else it records.
    return actors.spawn(partition, number::PoolShare{default_rules(), 0, 1, {1, target}},
                        std::chrono::days{5}, setting, Clock{[&] { return now; }});
  }
  Asked<std::string> issue(const Actor& actor, UtcTime expiry) {
    return actors.ask<std::string>(actor, issue_atom::value,
                                   IssueVid{true, iso_utc(expiry), {"someone", "", ""}});
  }
  Asked<std::string> issue(const Actor& actor) {
    return actors.ask<std::string>(actor, issue_atom::value,
                                   IssueVid{false, "", {"someone", "", ""}});
  }
  static constexpr store::Owner owner{0, store::Service::vid};

  /// The journal takes batches until none comes.
  void settle() {
    while (!journal.held().empty()) journal.release();
  }
  size_t keys(char first) {
    size_t count = 0;
    for (const auto& [key, value] : journal.store().entries) count += key[3] == first ? 1 : 0;
    return count;
  }
};

TEST_F(VidActor, AnswersOnlyAfterTheJournal) {
  const auto actor = spawn();
  supply(actor, default_rules(), 20);
  const auto reply = issue(actor);
  EXPECT_FALSE(reply.arrived());
  journal.release();
  ASSERT_TRUE(reply.arrived());
  EXPECT_TRUE(number::is_valid(default_rules(), reply.value()));
}

TEST_F(VidActor, ABurstIsOneBatchWithOneCursor) {
  const auto actor = spawn();
  supply(actor, default_rules(), 20);
  for (int i = 0; i < 10; ++i) {
    actors.ask_later<std::string>(actor, issue_atom::value,
                                  IssueVid{true, iso_utc(now + seconds{9}), {"someone", "", ""}});
  }
  actors.run();
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_EQ(puts_of(journal.held()[0].batch),
            (std::map<char, size_t>{{'S', 10}, {'E', 10}, {'C', 1}}));
}

TEST_F(VidActor, RefusesABadExpiryBeforeAnEmptyPool) {
  const auto actor = spawn();
  EXPECT_EQ(issue(actor, now - seconds{1}).error(), Errc::vid_expiry_past);
  EXPECT_EQ(issue(actor).error(), Errc::vid_not_available);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(VidActor, APoolThatCannotBeReadIssuesNothing) {
  const auto actor = spawn();
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(issue(actor).error(), Errc::internal);
}

TEST_F(VidActor, TheTimerExpiresAndThenReleases) {
  const auto actor = spawn();
  supply(actor, default_rules(), 20);
  issue(actor, now + seconds{30});
  issue(actor, now + std::chrono::hours{1});
  issue(actor);
  settle();
  EXPECT_EQ(setting.gauges->assigned, 3u);

  actors.advance(sweep_every - seconds{1});
  now += sweep_every;
  EXPECT_TRUE(journal.held().empty());  // not before its time
  actors.advance(seconds{1});
  settle();
  EXPECT_EQ(setting.gauges->assigned, 2u);
  EXPECT_EQ(setting.gauges->expired, 1u);
  EXPECT_EQ(keys('E'), 1u);
  EXPECT_EQ(keys('D'), 1u);

  now += std::chrono::days{6};
  actors.advance(sweep_every);  // the timer goes on: the first is released, the second expires
  settle();
  EXPECT_EQ(setting.gauges->assigned, 1u);
  EXPECT_EQ(setting.gauges->expired, 1u);
  actors.advance(sweep_every);
  settle();
  EXPECT_EQ(setting.gauges->expired, 0u);
  EXPECT_EQ(keys('S'), 1u);
}

TEST_F(VidActor, ASweepIsRecordedByTheServer) {
  Recorded recorded{journal};
  setting.host = recorded.host(owner);
  const auto actor = spawn();
  supply(actor, default_rules(), 20);
  issue(actor, now + seconds{30});
  settle();
  now += sweep_every;
  actors.advance(sweep_every);
  settle();
  EXPECT_EQ(recorded.events(owner).back(), "VIDS_EXPIRED|||expired 1, released 0");
  const size_t before = recorded.events(owner).size();
  actors.advance(sweep_every);
  settle();
  EXPECT_EQ(recorded.events(owner).size(), before) << "what changes nothing is not recorded";
}

TEST_F(VidActor, ASweepThatFindsNothingWritesNothingAndComesAgain) {
  spawn();
  actors.run();  // from here its time counts
  for (int i = 0; i < 3; ++i) actors.advance(sweep_every);
  EXPECT_EQ(setting.host.figures->requests, 3u);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(VidActor, MoreThanOneTurnsWorkIsDoneInTurnsWithoutWaiting) {
  constexpr size_t count = 2 * sweep_numbers_max + 50;
  const auto actor = spawn(count);
  supply(actor, default_rules(), count);
  for (size_t i = 0; i < count; ++i) issue(actor, now + seconds{1});
  settle();
  const uint64_t before = setting.host.figures->requests;
  now += seconds{1};
  actors.advance(sweep_every);
  settle();
  EXPECT_EQ(setting.host.figures->requests - before, 3u);
  EXPECT_EQ(setting.gauges->expired, count);
}

TEST_F(VidActor, ASweepThatFailsChangesNothingAndComesAgain) {
  const auto actor = spawn();
  supply(actor, default_rules(), 20);
  issue(actor, now + seconds{1});
  settle();
  now += seconds{1};
  journal.store().fail_reads = store::Errc::io;
  actors.advance(sweep_every);
  EXPECT_TRUE(journal.held().empty());
  journal.store().fail_reads.reset();
  actors.advance(sweep_every);
  settle();
  EXPECT_EQ(setting.gauges->expired, 1u);
}
}  // namespace vid
