// tests/partition/journal_actor_test.cc: the journal merges what partitions send into few writes.
#include "actors/partition/journal_actor.h"

#include <gtest/gtest.h>

#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/memory_store.h"

namespace {
using Epochs = std::vector<store::Epoch>;

class JournalActorTest : public ::testing::Test {
 protected:
  /// An actor that notes what it is told.
  caf::strong_actor_ptr listener(Epochs& told) {
    const caf::actor actor = actors.spawn([&told](caf::event_based_actor*) -> caf::behavior {
      return {[&told](partition::durable_atom, store::Epoch epoch) { told.push_back(epoch); }};
    });
    return caf::actor_cast<caf::strong_actor_ptr>(actor);
  }
  partition::JournalActor spawn(partition::JournalLimits limits) {
    return partition::spawn_journal(actors.system(), disk, limits,
                                    partition::JournalThread::scheduler);
  }
  static partition::Commit commit(uint16_t number, store::Epoch epoch, caf::strong_actor_ptr to) {
    store::Batch batch{{number, store::Service::uin}};
    batch.put("e" + std::to_string(epoch), "v");
    return {batch, epoch, to};
  }

  MemoryStore disk;
  ActorFixture actors;
};

TEST_F(JournalActorTest, WhatQueuedTogetherIsOneWriteAndEveryoneIsTold) {
  Epochs first, second;
  const auto journal = spawn({});
  const auto to_first = listener(first), to_second = listener(second);
  for (store::Epoch epoch = 1; epoch <= 3; ++epoch) {
    caf::anon_send(journal, partition::commit_atom::value, commit(1, epoch, to_first));
    caf::anon_send(journal, partition::commit_atom::value, commit(2, epoch, to_second));
  }
  actors.run();
  EXPECT_EQ(disk.writes, std::vector<size_t>{6});
  EXPECT_EQ(disk.entries.size(), 6u);
  EXPECT_EQ(first, (Epochs{1, 2, 3}));
  EXPECT_EQ(second, (Epochs{1, 2, 3}));
}

TEST_F(JournalActorTest, OneWriteCarriesNoMoreBatchesThanItsBound) {
  Epochs told;
  partition::JournalLimits limits;
  limits.batches_max = 4;
  const auto journal = spawn(limits);
  const auto to = listener(told);
  for (store::Epoch epoch = 1; epoch <= 10; ++epoch) {
    caf::anon_send(journal, partition::commit_atom::value, commit(1, epoch, to));
  }
  actors.run();
  EXPECT_EQ(disk.writes, (std::vector<size_t>{4, 4, 2}));
  EXPECT_EQ(told.size(), 10u);
}

TEST_F(JournalActorTest, OneWriteStopsGrowingAtItsBytes) {
  Epochs told;
  partition::JournalLimits limits;
  limits.bytes_max = 1;
  const auto journal = spawn(limits);
  const auto to = listener(told);
  for (store::Epoch epoch = 1; epoch <= 3; ++epoch) {
    caf::anon_send(journal, partition::commit_atom::value, commit(1, epoch, to));
  }
  actors.run();
  EXPECT_EQ(disk.writes, (std::vector<size_t>{1, 1, 1}));
}
}  // namespace
