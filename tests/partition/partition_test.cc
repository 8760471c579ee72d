// tests/partition/partition_test.cc: when replies leave, what a throw undoes, what joins a batch.
#include "actors/partition/partition.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"

namespace {
using set_atom = caf::atom_constant<caf::atom("set")>;
using get_atom = caf::atom_constant<caf::atom("get")>;
using list_atom = caf::atom_constant<caf::atom("list")>;
using deny_atom = caf::atom_constant<caf::atom("deny")>;
using throw_atom = caf::atom_constant<caf::atom("throw")>;
using sneak_atom = caf::atom_constant<caf::atom("sneak")>;
using note_atom = caf::atom_constant<caf::atom("note")>;
using Text = std::string;

using Cells = caf::typed_actor<caf::replies_to<set_atom, Text, Text>::with<Result<Done>>,
                               caf::replies_to<get_atom, Text>::with<Result<Text>>,
                               caf::replies_to<list_atom, Text>::with<Result<uint64_t>>,
                               caf::replies_to<deny_atom, Text, Text>::with<Result<Done>>,
                               caf::replies_to<throw_atom, Text>::with<Result<Done>>,
                               caf::replies_to<sneak_atom, Text>::with<Result<Done>>,
                               caf::replies_to<note_atom, Text>::with<Result<Text>>>;

/// Cells that can be set, read, set with a refusal as the answer, set with a throw, set by a
/// handler that promised only to read, and read with a note of it.
Cells::behavior_type cells(Cells::pointer self, partition::Host host, partition::Hooks hooks) {
  const auto write = host.writer(self, hooks);
  const auto read = write.reader();
  return {
      [=](set_atom, const Text& key, const Text& value) {
        return write([&](store::Transaction& tx) -> Result<Done> {
          tx.put(key, value);
          return Done{};
        });
      },
      [=](get_atom, const Text& key) {
        return read([&](store::Transaction& tx) -> Result<Text> {
          const auto found = tx.get(key);
          if (!found.ok()) return Errc::storage_full;
          return found.value().value_or("nothing");
        });
      },
      [=](list_atom, const Text& prefix) {
        return read([&](store::Transaction& tx) -> Result<uint64_t> {
          return tx.scan(prefix, "", [](auto, auto) { return true; }).value();
        });
      },
      [=](deny_atom, const Text& key, const Text& value) {
        return write([&](store::Transaction& tx) -> Result<Done> {
          tx.put(key, value);
          return Errc::forbidden;
        });
      },
      [=](throw_atom, const Text& key) {
        return write([&](store::Transaction& tx) -> Result<Done> {
          tx.put(key, "half done");
          throw std::runtime_error("a mistake");
        });
      },
      [=](sneak_atom, const Text& key) {
        return read([&](store::Transaction& tx) -> Result<Done> {
          tx.put(key, "sneaked");
          return Done{};
        });
      },
      [=](note_atom, const Text& key) {
        return write.recording_reader()([&](store::Transaction& tx) -> Result<Text> {
          tx.put("read " + key, "by somebody");
          return tx.get(key).value().value_or("nothing");
        });
      },
  };
}

class PartitionTest : public ::testing::Test {
 protected:
  Cells spawn(partition::Host host, partition::Hooks hooks = {}) {
    return actors.spawn(cells, host, hooks);
  }
  auto set(const Cells& to, Text key, Text value) {
    return actors.ask<Done>(to, set_atom::value, key, value);
  }
  auto get(const Cells& from, Text key) { return actors.ask<Text>(from, get_atom::value, key); }

  ActorFixture actors;
  HeldJournal journal{actors};
};

TEST_F(PartitionTest, AnswersAWriteOnlyAfterTheJournal) {
  const auto actor = spawn(journal.host());
  const auto reply = set(actor, "a", "1");
  EXPECT_FALSE(reply.arrived());
  ASSERT_EQ(journal.held().size(), 1u);
  journal.release();
  ASSERT_TRUE(reply.arrived());
  EXPECT_TRUE(reply.result().ok());
  EXPECT_EQ(get(actor, "a").value(), "1");
}

TEST_F(PartitionTest, AReadOfAnUncommittedKeyWaitsForThatCommitAndOthersDoNot) {
  const auto actor = spawn(journal.host());
  set(actor, "a", "1");
  const auto touched = get(actor, "a");
  const auto untouched = get(actor, "b");
  EXPECT_FALSE(touched.arrived());
  ASSERT_TRUE(untouched.arrived());
  EXPECT_EQ(untouched.value(), "nothing");
  journal.release();
  ASSERT_TRUE(touched.arrived());
  EXPECT_EQ(touched.value(), "1");
}

TEST_F(PartitionTest, AScanOverAnUncommittedKeyWaits) {
  const auto actor = spawn(journal.host());
  set(actor, "a/1", "1");
  const auto over = actors.ask<uint64_t>(actor, list_atom::value, Text{"a/"});
  const auto beside = actors.ask<uint64_t>(actor, list_atom::value, Text{"b/"});
  EXPECT_FALSE(over.arrived());
  EXPECT_TRUE(beside.arrived());
  journal.release();
  ASSERT_TRUE(over.arrived());
  EXPECT_EQ(over.value(), 1u);
}

TEST_F(PartitionTest, AReadWaitsForTheEpochItSawAndNotForALaterOne) {
  auto host = journal.host();
  const auto actor = spawn(host);
  set(actor, "a", "1");
  const auto of_first = get(actor, "a");
  const auto second = set(actor, "b", "2");
  ASSERT_EQ(journal.held().size(), 2u);
  journal.release(1);
  EXPECT_TRUE(of_first.arrived());
  EXPECT_FALSE(second.arrived());
  journal.release(1);
  EXPECT_TRUE(second.arrived());
}

TEST_F(PartitionTest, ARefusalThatRestsOnAWriteWaitsAndItsWriteStays) {
  const auto actor = spawn(journal.host());
  const auto denied = actors.ask<Done>(actor, deny_atom::value, Text{"tries"}, Text{"1"});
  EXPECT_FALSE(denied.arrived());
  journal.release();
  ASSERT_TRUE(denied.arrived());
  EXPECT_EQ(denied.error(), Errc::forbidden);
  EXPECT_EQ(get(actor, "tries").value(), "1");
}

TEST_F(PartitionTest, AThrowAnswersInternalAndWritesNothing) {
  auto host = journal.host();
  const auto actor = spawn(host);
  const auto reply = actors.ask<Done>(actor, throw_atom::value, Text{"a"});
  ASSERT_TRUE(reply.arrived());
  EXPECT_EQ(reply.error(), Errc::internal);
  EXPECT_TRUE(journal.held().empty());
  EXPECT_EQ(get(actor, "a").value(), "nothing");
  EXPECT_EQ(host.figures->failed, 1u);
}

TEST_F(PartitionTest, AThrowInABurstTakesNothingFromItsNeighbours) {
  const auto actor = spawn(journal.host());
  const auto before = actors.ask_later<Done>(actor, set_atom::value, Text{"a"}, Text{"1"});
  const auto thrown = actors.ask_later<Done>(actor, throw_atom::value, Text{"a"});
  const auto after = actors.ask_later<Done>(actor, set_atom::value, Text{"b"}, Text{"2"});
  actors.run();
  journal.release();
  EXPECT_TRUE(before.result().ok());
  EXPECT_EQ(thrown.error(), Errc::internal);
  EXPECT_TRUE(after.result().ok());
  EXPECT_EQ(get(actor, "a").value(), "1");
  EXPECT_EQ(get(actor, "b").value(), "2");
}

TEST_F(PartitionTest, AReaderThatWritesIsAMistakeOfOurs) {
  const auto actor = spawn(journal.host());
  EXPECT_EQ(actors.ask<Done>(actor, sneak_atom::value, Text{"a"}).error(), Errc::internal);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(PartitionTest, ABurstIsOneBatchAnsweredInOrderWithOneRecordBeforeTheCommit) {
  auto host = journal.host();
  partition::Hooks hooks;
  int calls = 0;
  hooks.before_commit = [&](store::Transaction& tx) { tx.put("count", std::to_string(++calls)); };
  const auto actor = spawn(host, hooks);
  std::vector<Asked<Done>> replies;
  for (int i = 0; i < 20; ++i) {
    const Text key = "k" + std::to_string(i);
    replies.push_back(actors.ask_later<Done>(actor, set_atom::value, key, Text{"v"}));
  }
  actors.run();
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_EQ(journal.held()[0].batch.count(), 21u);
  EXPECT_EQ(calls, 1);
  journal.release();
  for (size_t i = 0; i < replies.size(); ++i) EXPECT_EQ(replies[i].order(), i + 1);
  EXPECT_EQ(host.figures->batches, 1u);
  EXPECT_EQ(host.figures->batch_records, 21u);
  EXPECT_EQ(get(actor, "count").value(), "1");
}

TEST_F(PartitionTest, EachDurableBatchIsToldAfterItsReplies) {
  partition::Hooks hooks;
  int told = 0;
  hooks.committed = [&] { ++told; };
  const auto actor = spawn(journal.host(), hooks);
  const auto reply = set(actor, "a", "1");
  get(actor, "b");
  EXPECT_EQ(told, 0);
  journal.release();
  EXPECT_TRUE(reply.arrived());
  EXPECT_EQ(told, 1);
}

TEST_F(PartitionTest, WritesGatherWhileTheBatchesInFlightAreAtTheirBound) {
  auto host = journal.host();
  host.limits.batches_in_flight_max = 2;
  const auto actor = spawn(host);
  for (int i = 0; i < 5; ++i) set(actor, "k" + std::to_string(i), "v");
  ASSERT_EQ(journal.held().size(), 2u);
  journal.release(1);
  ASSERT_EQ(journal.held().size(), 2u);
  EXPECT_EQ(journal.held()[1].batch.count(), 3u);
  journal.release();
  EXPECT_TRUE(journal.held().empty());
  EXPECT_EQ(get(actor, "k4").value(), "v");
}

TEST_F(PartitionTest, AFailedReadIsTheSlicesToTranslate) {
  const auto actor = spawn(journal.host());
  journal.store().fail_reads = store::Errc::io;
  EXPECT_EQ(get(actor, "a").error(), Errc::storage_full);
}

TEST_F(PartitionTest, ALowDiskRefusesWritesAndServesReads) {
  bool full = true;
  store::FreeSpace space{[&] { return std::optional<uint64_t>{full ? 1u : 100u}; }, 50};
  auto host = journal.host();
  host.space = &space;
  const auto actor = spawn(host);
  EXPECT_EQ(set(actor, "a", "1").error(), Errc::storage_full);
  EXPECT_EQ(get(actor, "a").value(), "nothing");
  EXPECT_EQ(host.figures->refused_full, 1u);
  const auto noted = actors.ask<Text>(actor, note_atom::value, Text{"a"});
  EXPECT_FALSE(noted.arrived()) << "the note is not durable";
  journal.release();
  EXPECT_EQ(noted.value(), "nothing");
  EXPECT_EQ(journal.store().get(host.owner, "read a").value(), "by somebody");
  full = false;
  space.tick();
  const auto reply = set(actor, "a", "1");
  journal.release();
  EXPECT_TRUE(reply.result().ok());
}

TEST_F(PartitionTest, MemoryIsLoadedBeforeTheFirstRequestAndAfterAThrow) {
  partition::Hooks hooks;
  int loads = 0;
  hooks.load = [&](store::Transaction&) -> Result<Done> {
    ++loads;
    return Done{};
  };
  const auto actor = spawn(journal.host(), hooks);
  EXPECT_EQ(loads, 0);
  get(actor, "a");
  get(actor, "b");
  EXPECT_EQ(loads, 1);
  actors.ask<Done>(actor, throw_atom::value, Text{"a"});
  get(actor, "b");
  EXPECT_EQ(loads, 2);
}

/// Memory that counts, and reaches the store once a batch: like the cursor of a number pool.
struct Counter {
  int memory = 0;
  partition::Hooks hooks() {
    return {
        .before_commit = [this](store::Transaction& tx) { tx.put("n", std::to_string(++memory)); },
        .load = [this](store::Transaction& tx) -> Result<Done> {
          memory = std::stoi(tx.get("n").value().value_or("0"));
          return Done{};
        }};
  }
};

TEST_F(PartitionTest, AThrowTakesTheOpenBatchOfAMirroredMemoryWithIt) {
  Counter counter;
  const auto actor = spawn(journal.host(), counter.hooks());
  set(actor, "first", "1");
  const auto before = actors.ask_later<Done>(actor, set_atom::value, Text{"lost"}, Text{"1"});
  const auto thrown = actors.ask_later<Done>(actor, throw_atom::value, Text{"lost"});
  const auto after = actors.ask_later<Done>(actor, set_atom::value, Text{"late"}, Text{"1"});
  actors.run();
  EXPECT_TRUE(before.failed()) << "it waited for the batch that fell";
  EXPECT_EQ(thrown.error(), Errc::internal);
  EXPECT_EQ(after.error(), Errc::overloaded) << "the batch before is not durable yet";
  counter.memory = 99;
  journal.release();
  EXPECT_TRUE(journal.held().empty());
  EXPECT_EQ(get(actor, "first").value(), "1");
  EXPECT_EQ(get(actor, "lost").value(), "nothing");
  EXPECT_EQ(counter.memory, 1) << "memory is that of the last durable batch";
  const auto next = set(actor, "next", "1");
  journal.release();
  EXPECT_TRUE(next.result().ok());
  EXPECT_EQ(get(actor, "n").value(), "2");
}

TEST_F(PartitionTest, ALoadThatFailsAnswersInternalAndIsTriedAgain) {
  partition::Hooks hooks;
  hooks.load = [&](store::Transaction& tx) -> Result<Done> {
    if (!tx.get("a").ok()) return Errc::internal;
    return Done{};
  };
  const auto actor = spawn(journal.host(), hooks);
  journal.store().fail_reads = store::Errc::corrupt;
  EXPECT_EQ(get(actor, "a").error(), Errc::internal);
  journal.store().fail_reads.reset();
  EXPECT_EQ(get(actor, "a").value(), "nothing");
}

TEST_F(PartitionTest, WhatALoadWroteIsDurableBeforeTheAnswer) {
  partition::Hooks hooks;
  hooks.load = [&](store::Transaction& tx) -> Result<Done> {
    tx.put("cursor", "ahead");
    return Done{};
  };
  const auto actor = spawn(journal.host(), hooks);
  const auto reply = get(actor, "a");
  EXPECT_FALSE(reply.arrived());
  journal.release();
  EXPECT_EQ(reply.value(), "nothing");
}

TEST_F(PartitionTest, ABatchRecordThatFailsStopsTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  partition::Hooks hooks;
  hooks.before_commit = [](store::Transaction&) { throw std::runtime_error("a mistake"); };
  const auto actor = spawn(journal.host(), hooks);
  EXPECT_EXIT(set(actor, "a", "1"), ::testing::ExitedWithCode(store::exit_code_write_failed),
              "batch record of service 3 partition 3 failed");
}

TEST_F(PartitionTest, WhoWaitsHearsOfTheActorsEnd) {
  const auto actor = spawn(journal.host());
  const auto reply = set(actor, "a", "1");
  caf::anon_send_exit(actor, caf::exit_reason::user_shutdown);
  actors.run();
  ASSERT_TRUE(reply.arrived());
  EXPECT_TRUE(reply.failed());
}
}  // namespace
