// tests/audit/audit_actor_test.cc: records between mailbox and journal.
#include "actors/audit/audit_actor.h"

#include <gtest/gtest.h>

#include "actors/audit/audit_chain.h"
#include "store/workspace.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/seeded_random.h"

namespace audit {
class AuditActor : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::audit};

  Actor spawn() {
    auto host = journal.host(owner);
    post = host.post;
    host.trail = Trail{std::make_shared<seal::Sealer>(master, random, owner), owner, {}};
    return actors.spawn(partition, host,
                        Clock{[] { return UtcTime{std::chrono::seconds{1'704'196'800}}; }});
  }
  Asked<Done> append(const Actor& actor, const std::string& text) {
    return actors.ask<Done>(actor, append_atom::value, text);
  }
  /// As the archiver asks: by way of the host's post.
  Asked<Done> trim(uint64_t last) {
    return actors.ask<Done>(post->actor(), partition::trim_atom::value, last);
  }
  std::optional<std::string> stored(std::string_view key) {
    return journal.store().get(owner, key).value();
  }

  Head head() {
    store::Workspace tx{owner, journal.store()};
    seal::Sealer sealer{master, random, owner};
    return decode_head(sealer.open(tx, {head_aad}, stored(head_key).value()).value()).value();
  }

  SeededRandom random{3};
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  std::shared_ptr<partition::Post> post;
  ActorFixture actors;
  HeldJournal journal{actors};
};

TEST_F(AuditActor, NothingIsAnsweredBeforeTheJournal) {
  const auto actor = spawn();
  const auto first = append(actor, "first");
  EXPECT_FALSE(first.arrived());
  journal.release();
  EXPECT_TRUE(first.result().ok());
}

TEST_F(AuditActor, RecordsAndHeadAreOneBatch) {
  const auto actor = spawn();
  append(actor, "first");
  ASSERT_EQ(journal.held().size(), 1u);
  journal.release();
  const auto kept = head();
  EXPECT_EQ(kept.sequence, 1u);
  const std::string key = link_key(1);
  EXPECT_EQ(decode_link(key, stored(key).value())->hash, kept.hash);
}

TEST_F(AuditActor, WhatWasLostIsNotInTheChain) {
  const auto before = spawn();
  append(before, "kept");
  journal.release();
  const auto lost = append(before, "lost");
  journal.lose();
  const auto after = spawn();
  append(after, "next");
  journal.release();
  EXPECT_FALSE(lost.arrived());
  EXPECT_EQ(head().sequence, 2u);
  EXPECT_FALSE(stored(link_key(3)));
}

TEST_F(AuditActor, AFailedReadIsTold) {
  const auto actor = spawn();
  append(actor, "first");
  journal.release();
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(append(actor, "second").error(), Errc::internal);
}

TEST_F(AuditActor, AChainWhoseEndIsGoneTakesNoMore) {
  append(spawn(), "first");
  journal.release();
  store::Batch damage{owner};
  damage.erase(link_key(1));
  journal.store().apply(damage);
  EXPECT_EQ(append(spawn(), "second").error(), Errc::internal);
}
TEST_F(AuditActor, ATrimIsAnsweredWhenItIsDurable) {
  const auto actor = spawn();
  for (const char* text : {"1", "2", "3"}) append(actor, text);
  journal.release();
  journal.release();
  const auto trimmed = trim(2);
  EXPECT_FALSE(trimmed.arrived());
  EXPECT_TRUE(stored(link_key(1)));
  journal.release();
  EXPECT_TRUE(trimmed.result().ok());
  EXPECT_FALSE(stored(link_key(1)));
  EXPECT_FALSE(stored(link_key(2)));
  EXPECT_TRUE(stored(link_key(3)));
  EXPECT_TRUE(trim(2).result().ok());
  EXPECT_TRUE(trim(1).result().ok());
  EXPECT_FALSE(trim(4).result().ok());
}

TEST_F(AuditActor, AChainThatWasTrimmedToItsEndGoesOn) {
  append(spawn(), "1");
  journal.release();
  trim(1);
  journal.release();
  EXPECT_FALSE(stored(link_key(1)));
  for (const char* text : {"2", "3"}) {
    const auto added = append(spawn(), text);
    journal.release();
    EXPECT_TRUE(added.result().ok());
  }
  EXPECT_EQ(head().sequence, 3u);
  EXPECT_TRUE(stored(link_key(2)));
}

TEST_F(AuditActor, ATrimIsInTheBatchOfTheRecordsBesideIt) {
  const auto actor = spawn();
  append(actor, "1");
  journal.release();
  const auto added = append(actor, "2");
  const auto trimmed = trim(1);
  journal.release();
  journal.release();
  EXPECT_TRUE(added.result().ok());
  EXPECT_TRUE(trimmed.result().ok());
  EXPECT_FALSE(stored(link_key(1)));
  EXPECT_TRUE(stored(link_key(2)));
}

}  // namespace audit
