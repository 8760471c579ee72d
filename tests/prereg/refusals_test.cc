// tests/prereg/refusals_test.cc: what requests leave behind that a partition of applications
// refuses or cannot fulfil: nothing, or one sweep.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/base/byte_codec.h"
#include "actors/prereg/document_record.h"
#include "actors/prereg/prereg_actor.h"
#include "actors/prereg/uploads.h"
#include "actors/seal/sealer.h"
#include "store/free_space.h"
#include "tests/fakes/pool_actor_fixture.h"
#include "tests/fakes/recorded.h"
#include "tests/prereg/samples.h"

namespace prereg {
class PreregRefusals : public PoolActorTest {
 protected:
  static constexpr store::Owner of_applications{0, store::Service::prereg};
  static constexpr size_t many = 40;

  PreregRefusals() {
    setting.service = "prid";
    setting.host = recorded.host({0, store::Service::prid});
    prids = actors.spawn(prid::partition, number::PoolShare{prid::default_rules(), 0, 1, {1, 1000}},
                         setting, clock);
    supply(prids, prid::default_rules(), 500);
    spawn();
    settle();
    const auto created = actors.ask_later<Application>(actor, create_atom::value,
                                                       Create{user('a'), "eng", sample_details});
    actors.run();
    settle();
    application = {created.value().id, user('a')};
  }

  void spawn() {
    auto host = recorded.host(of_applications);
    host.space = &space;
    figures = host.figures;
    Config config{prids, std::make_shared<SeededRandom>(9 + spawned++), 20};
    actor = actors.spawn(partition, std::move(config), std::move(host), clock);
  }
  void settle() {
    do {
      journal.release();
    } while (!journal.held().empty());
  }
  void set_free(uint64_t bytes) {
    free_bytes = bytes;
    space.tick();
  }

  Asked<Document> add_later(size_t bytes, const std::string& category = "POA") {
    const auto content = std::make_shared<const std::string>(bytes, 'x');
    AddDocument order{application, {}, {content, *content}};
    order.document.category = category;
    return actors.ask_later<Document>(actor, add_document_atom::value, std::move(order));
  }
  Asked<Document> add(size_t bytes, const std::string& category = "POA") {
    const auto asked = add_later(bytes, category);
    actors.run();
    settle();
    return asked;
  }
  std::vector<Asked<Document>> add_many_later() {
    std::vector<Asked<Document>> all;
    for (size_t i = 0; i < many; ++i) all.push_back(add_later(large));
    actors.run();
    return all;
  }
  Result<Application> discarded() {
    const auto asked = actors.ask<Application>(actor, discard_atom::value, application);
    settle();
    return asked.result();
  }

  /// Messages that are to arrive when time has passed.
  size_t delayed() {
    return dynamic_cast<caf::scheduler::test_coordinator&>(actors.system().scheduler())
        .clock()
        .schedule()
        .size();
  }
  uint64_t refused() const { return figures->refused_full.load(); }
  /// Durable rows of one letter.
  size_t rows(char letter) {
    return journal.store()
        .scan(of_applications, std::string(1, letter), {},
              [](std::string_view, std::string_view) { return true; })
        .value();
  }
  std::string& stored(const std::string& key) {
    return journal.store().entries[store::key_prefix(of_applications) + key];
  }
  /// The next day comes, and a key of that day that opens under nothing: what was sealed before can
  /// be read, and nothing be sealed.
  void stop_sealing() {
    now += one_day;
    std::string key(1, seal::data_key_letter);
    bytes::put_ordered(key,
                       static_cast<uint32_t>(
                           std::chrono::floor<std::chrono::days>(now).time_since_epoch().count()));
    stored(key) = "damaged";
  }

  static constexpr size_t large = 3 * chunk_bytes;
  Clock clock{[this] { return now; }};
  Recorded recorded{journal};
  uint64_t free_bytes = 100;
  store::FreeSpace space{[this] { return std::optional{free_bytes}; }, 50};
  prid::Actor prids;
  Actor actor;
  std::shared_ptr<partition::Figures> figures;
  uint64_t spawned = 0;
  Named application;
};

TEST_F(PreregRefusals, LargeFilesThatLoseTheirRoomLeaveOneSweepThatIsDoneWhenThereIsSome) {
  const auto all = add_many_later();
  set_free(1);
  settle();
  for (const auto& one : all) EXPECT_EQ(one.error(), Errc::storage_full);
  EXPECT_EQ(rows('W'), many);
  EXPECT_EQ(refused(), many + 1) << "the second pieces and the sweep";
  EXPECT_EQ(delayed(), 1u);
  for (uint64_t sweep = 1; sweep <= 3; ++sweep) {
    actors.advance(Uploads::sweep_pause);
    EXPECT_EQ(refused(), many + 1 + sweep);
    EXPECT_EQ(delayed(), 1u);
  }
  set_free(100);
  actors.advance(Uploads::sweep_pause);
  settle();
  EXPECT_EQ(rows('W') + rows('F'), 0u);
  EXPECT_EQ(delayed(), 0u);
}

TEST_F(PreregRefusals, LargeFilesWhoseFirstPieceIsRefusedLeaveNoSweep) {
  set_free(1);
  const auto all = add_many_later();
  for (const auto& one : all) EXPECT_EQ(one.error(), Errc::storage_full);
  EXPECT_EQ(refused(), many);
  EXPECT_EQ(delayed(), 0u);
  actors.advance(Uploads::sweep_pause);
  EXPECT_EQ(refused(), many);
}

TEST_F(PreregRefusals, TheSweepOfTheStartIsTheOneThatIsPending) {
  const auto lost = add_many_later();
  journal.release();  // The first pieces are durable.
  journal.lose();
  set_free(1);
  spawn();
  actors.run();
  EXPECT_EQ(refused(), 1u);
  EXPECT_EQ(delayed(), 1u);
  const auto all = add_many_later();
  for (const auto& one : all) EXPECT_EQ(one.error(), Errc::storage_full);
  EXPECT_EQ(delayed(), 1u);
  EXPECT_EQ(rows('W'), many);
  set_free(100);
  actors.advance(Uploads::sweep_pause);
  settle();
  EXPECT_EQ(rows('W') + rows('F'), 0u);
}

TEST_F(PreregRefusals, AfterASweepTheNextRefusalIsSweptAtOnce) {
  for (int i = 0; i < 2; ++i) {
    const auto asked = add_later(large);
    actors.run();
    stop_sealing();
    settle();
    EXPECT_EQ(asked.error(), Errc::prereg_encrypt);
    EXPECT_EQ(rows('W') + rows('F'), 0u);
    EXPECT_EQ(delayed(), 0u);
    now -= one_day;
  }
}

TEST_F(PreregRefusals, AFirstPieceThatCannotBeSealedLeavesNoMark) {
  stop_sealing();
  for (const size_t bytes : {size_t{1}, large}) {
    const auto asked = add_later(bytes);
    actors.run();
    ASSERT_TRUE(asked.arrived()) << "nothing was written that it would wait for";
    EXPECT_EQ(asked.error(), Errc::prereg_encrypt);
    EXPECT_TRUE(journal.held().empty());
  }
  now -= one_day;
  EXPECT_TRUE(add(large).result().ok());
}

TEST_F(PreregRefusals, WhatCannotBeDiscardedStaysAndIsNotRecorded) {
  const std::string document = add(1).value().id;
  const auto recorded_before = recorded.events(of_applications);
  stop_sealing();
  auto before = journal.store().entries;
  EXPECT_EQ(discarded().error(), Errc::prereg_encrypt);
  EXPECT_EQ(journal.store().entries, before);

  now -= one_day;
  stored(document_key(application.id, document)).back() ^= 1;
  before = journal.store().entries;
  EXPECT_EQ(discarded().error(), Errc::prereg_discard_failed);
  EXPECT_EQ(journal.store().entries, before);
  EXPECT_EQ(recorded.events(of_applications), recorded_before);

  stored(document_key(application.id, document)).back() ^= 1;
  EXPECT_TRUE(discarded().ok());
  EXPECT_EQ(recorded.events(of_applications).size(), recorded_before.size() + 1);
}

TEST_F(PreregRefusals, BesideADamagedDocumentALargeFileIsRefusedAndSwept) {
  const std::string document = add(1).value().id;
  stored(document_key(application.id, document)).back() ^= 1;
  const auto before = journal.store().entries;
  for (const size_t bytes : {size_t{1}, large}) {
    EXPECT_EQ(add(bytes, "POI").error(), Errc::prereg_decrypt);
    EXPECT_EQ(journal.store().entries, before) << bytes;
  }
}
}  // namespace prereg
