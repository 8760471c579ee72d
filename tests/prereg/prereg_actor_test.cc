// tests/prereg/prereg_actor_test.cc: a partition of applications between mailbox, PRIDs, journal
// and store, on CAF's testing scheduler.
#include "actors/prereg/prereg_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "actors/prereg/document_record.h"
#include "actors/seal/service_keys.h"
#include "tests/fakes/pool_actor_fixture.h"
#include "tests/fakes/recorded.h"
#include "tests/prereg/samples.h"

namespace prereg {
static FileBytes file_of(std::string bytes) {
  auto holder = std::make_shared<const std::string>(std::move(bytes));
  return {holder, *holder};
}

class PreregActor : public PoolActorTest {
 protected:
  static constexpr store::Owner applications_owner{0, store::Service::prereg};
  static constexpr store::Owner prids_owner{0, store::Service::prid};

  PreregActor() {
    setting.service = "prid";
    spawn();
  }

  void spawn() {
    setting.host = recorded.host(prids_owner);
    prids = actors.spawn(prid::partition, number::PoolShare{prid::default_rules(), 0, 1, {1, 1000}},
                         setting, clock);
    Config config{prids, std::make_shared<SeededRandom>(9 + spawned++), 20};
    actor = actors.spawn(partition, std::move(config), recorded.host(applications_owner), clock);
  }
  void fill(size_t count, uint64_t seed = 1) {
    supply(prids, prid::default_rules(), count, seed);
    settle();
  }
  /// Until nothing moves.
  void settle() {
    do {
      journal.release();
    } while (!journal.held().empty());
  }

  Asked<Application> create_later(char who) {
    return actors.ask_later<Application>(actor, create_atom::value,
                                         Create{user(who), "eng", sample_details});
  }
  Application created(char who) {
    const auto asked = create_later(who);
    actors.run();
    settle();
    return asked.value();
  }
  Asked<Application> read(const std::string& id, char who) {
    return actors.ask<Application>(actor, read_atom::value, Named{id, user(who)});
  }
  /// Asks, and makes durable what that takes.
  template <class T, class Atom, class Order>
  Result<T> done(Atom atom, Order order) {
    const auto asked = actors.ask<T>(actor, atom, std::move(order));
    settle();
    return asked.result();
  }

  /// What a list of documents is refused with, asked while nothing else becomes durable.
  Errc done_none(const Named& named) {
    const auto asked = actors.ask<DocumentList>(actor, list_documents_atom::value, named);
    return asked.arrived() ? asked.error() : Errc::internal;
  }
  /// Durable rows of one letter.
  size_t rows(char letter) {
    return journal.store()
        .scan(applications_owner, std::string(1, letter), {},
              [](std::string_view, std::string_view) { return true; })
        .value();
  }

  /// From now on this wraps new data keys, instead of the store key.
  void rotate(const std::string& alias) {
    services->add(store::Service::prereg, {alias, "block"}, wrapping_key(alias.front()));
  }
  static std::shared_ptr<const seal::WrappingKey> wrapping_key(
      char letter, std::shared_ptr<seal::ServiceKeys> own = nullptr) {
    return std::make_shared<const seal::WrappingKey>(
        crypto::SecureBytes::from(std::string(32, letter)), std::move(own));
  }

  Clock clock{[this] { return now; }};
  std::shared_ptr<seal::ServiceKeys> services = std::make_shared<seal::ServiceKeys>(
      [](const seal::KeptStoreKey&) -> Expected<crypto::SecureBytes, std::string> {
        return std::string{"never asked"};
      },
      [] { return seal::ServiceKeys::Time{}; });
  Recorded recorded{journal, wrapping_key('s', services)};
  prid::Actor prids;
  Actor actor;
  uint64_t spawned = 0;  ///< each has ids of its own
};

TEST_F(PreregActor, IsAnsweredWhenItIsDurableAndCostsOneCommit) {
  fill(500);
  (void)created('a');
  const auto asked = create_later('a');
  actors.run();
  EXPECT_FALSE(asked.arrived());
  ASSERT_EQ(journal.held().size(), 1u);
  EXPECT_EQ(puts_of(journal.held()[0].batch),
            (std::map<char, size_t>{{'A', 1}, {'U', 1}, {'J', 1}, {'G', 1}}));
  journal.release();
  ASSERT_TRUE(asked.arrived());
  EXPECT_TRUE(number::is_valid(prid::default_rules(), asked.value().id));
}

TEST_F(PreregActor, PridsAreTakenManyAtATimeAndEachIsGivenOnce) {
  fill(1000);
  std::vector<Asked<Application>> all;
  for (int i = 0; i < 300; ++i) all.push_back(create_later(static_cast<char>('a' + i % 5)));
  actors.run();
  settle();
  std::set<std::string> ids;
  for (const auto& one : all) {
    ASSERT_TRUE(one.arrived());
    ids.insert(one.value().id);
  }
  EXPECT_EQ(ids.size(), 300u);
  const auto taken = recorded.events(prids_owner);
  EXPECT_LE(taken.size(), 4u);
  EXPECT_EQ(taken.front(), "PRIDS_TAKEN|||128");
}

TEST_F(PreregActor, MoreAreAskedForBeforeTheLastOneGoes) {
  fill(1000);
  for (int i = 0; i < 100; ++i) (void)created('a');
  EXPECT_EQ(recorded.events(prids_owner).size(), 2u);
}

TEST_F(PreregActor, AnEmptyPoolIsWaitedForAndThenTold) {
  const auto patient = create_later('a');
  actors.run();
  EXPECT_FALSE(patient.arrived());
  supply(prids, prid::default_rules(), 50);
  actors.advance(std::chrono::milliseconds{10});
  settle();
  ASSERT_TRUE(patient.arrived());
  EXPECT_TRUE(patient.result().ok());

  for (int i = 0; i < 49; ++i) (void)created('a');
  const auto unlucky = create_later('a');
  actors.run();
  for (int i = 0; i < 300 && !unlucky.arrived(); ++i) {
    actors.advance(std::chrono::milliseconds{10});
    settle();
  }
  ASSERT_TRUE(unlucky.arrived());
  EXPECT_EQ(unlucky.error(), Errc::prereg_no_prid);
  fill(50, 2);
  EXPECT_NE(created('a').id, "");
}

TEST_F(PreregActor, APridGeneratorThatHasEndedIsTold) {
  caf::anon_send_exit(prids, caf::exit_reason::kill);
  const auto asked = create_later('a');
  actors.run();
  ASSERT_TRUE(asked.arrived());
  EXPECT_EQ(asked.error(), Errc::prereg_no_prid);
}

TEST_F(PreregActor, AReadIsRecordedBeforeItIsTold) {
  fill(500);
  const std::string id = created('a').id;
  const auto asked = read(id, 'a');
  EXPECT_FALSE(asked.arrived());
  settle();
  ASSERT_TRUE(asked.arrived());
  EXPECT_EQ(asked.value().details, sample_details);
  EXPECT_EQ(recorded.events(applications_owner).back(),
            "APPLICATION_READ|uuid-a|" + id + "|success");
}

TEST_F(PreregActor, WhatIsNotTheCallersLeavesNoRecordOfAReadAndTellsNothing) {
  fill(500);
  const std::string id = created('a').id;
  const auto before = recorded.events(applications_owner).size();
  const auto asked = read(id, 'b');
  settle();
  EXPECT_EQ(asked.error(), Errc::prereg_not_owner);
  EXPECT_EQ(recorded.events(applications_owner).size(), before);
}

TEST_F(PreregActor, EachChangeIsRecordedInItsCommit) {
  fill(500);
  const std::string id = created('a').id;
  const Named named{id, user('a')};
  ASSERT_TRUE((done<Application>(change_atom::value, Change{id, user('a'), "fra", "{}"}).ok()));
  ASSERT_TRUE((done<Application>(status_atom::value, SetStatus{id, user('a'), "Booked"}).ok()));
  ASSERT_TRUE((done<Page>(list_atom::value, List{user('a'), 0}).ok()));
  AddDocument add{named, {}, file_of("%PDF-1.4")};
  add.document.category = "POA";
  const auto first = done<Document>(add_document_atom::value, add);
  add.document.category = "POI";
  const auto second = done<Document>(add_document_atom::value, add);
  ASSERT_TRUE((done<DocumentList>(list_documents_atom::value, named).ok()));
  const NamedDocument document{named, first.value().id};
  const auto content = done<DocumentWithContent>(read_document_atom::value, document);
  EXPECT_EQ(*content.value().content, "%PDF-1.4");
  EXPECT_EQ(content.value().document.uploaded_by, "a@example.org");
  ASSERT_TRUE((done<Done>(drop_document_atom::value, document).ok()));
  ASSERT_TRUE((done<Done>(drop_documents_atom::value, named).ok()));
  ASSERT_TRUE((done<Application>(discard_atom::value, named).ok()));
  const std::string of = "|uuid-a|" + id + "|";
  EXPECT_EQ(recorded.events(applications_owner),
            (std::vector<std::string>{
                "APPLICATION_CREATED" + of + "success", "APPLICATION_CHANGED" + of + "success",
                "APPLICATION_STATUS_CHANGED" + of + "Booked", "APPLICATIONS_LISTED|uuid-a||1",
                "DOCUMENT_ADDED" + of + first.value().id, "DOCUMENT_ADDED" + of + second.value().id,
                "DOCUMENTS_LISTED" + of + "success", "DOCUMENT_READ" + of + first.value().id,
                "DOCUMENT_DROPPED" + of + first.value().id, "DOCUMENT_DROPPED" + of + "all",
                "APPLICATION_DISCARDED" + of + "success"}));
  EXPECT_FALSE(recorded.verify(applications_owner).broken);
}

TEST_F(PreregActor, DocumentsOfOthersAreToldNothingOf) {
  fill(500);
  const std::string id = created('a').id;
  const Named other{id, user('b')};
  AddDocument add{other, {}, file_of("%PDF-1.4")};
  const NamedDocument document{other, std::string(36, 'x')};
  EXPECT_EQ((done<Document>(add_document_atom::value, add).error()), Errc::prereg_not_owner);
  EXPECT_EQ((done<DocumentList>(list_documents_atom::value, other).error()),
            Errc::prereg_not_owner);
  EXPECT_EQ((done<DocumentWithContent>(read_document_atom::value, document).error()),
            Errc::prereg_not_owner);
  EXPECT_EQ((done<Done>(drop_document_atom::value, document).error()), Errc::prereg_not_owner);
  EXPECT_EQ((done<Done>(drop_documents_atom::value, other).error()), Errc::prereg_not_owner);
  EXPECT_EQ((done<Application>(look_atom::value, other).error()), Errc::prereg_not_owner);
}

/// Some bytes of so many pieces.
static std::string file_text(size_t pieces) {
  std::string text(pieces * chunk_bytes - 7, '\0');
  SeededRandom{11}.fill(std::as_writable_bytes(std::span{text}));
  return text;
}

TEST_F(PreregActor, ALargeFileIsKeptAPieceACommitAndSeenWithTheLast) {
  fill(500);
  const Named named{created('a').id, user('a')};
  const std::string text = file_text(4);
  AddDocument add{named, {}, file_of(text)};
  add.document.category = "POA";
  const auto asked = actors.ask_later<Document>(actor, add_document_atom::value, add);
  actors.run();
  for (size_t piece = 0; piece < 4; ++piece) {
    EXPECT_FALSE(asked.arrived());
    ASSERT_EQ(journal.held().size(), 1u) << piece;
    const auto puts = puts_of(journal.held()[0].batch);
    EXPECT_EQ(puts.at('F'), 1u) << "one sealed piece is in memory, and no more";
    EXPECT_FALSE(puts.contains('D'));
    EXPECT_EQ(done_none(named), Errc::document_none) << "it is nowhere to be seen";
    journal.release();
    actors.run();
  }
  EXPECT_EQ(puts_of(journal.held()[0].batch).at('D'), 1u);
  EXPECT_FALSE(asked.arrived());
  settle();
  ASSERT_TRUE(asked.arrived());
  EXPECT_EQ(asked.value().bytes, text.size());
  const auto content =
      done<DocumentWithContent>(read_document_atom::value, NamedDocument{named, asked.value().id});
  EXPECT_EQ(*content.value().content, text);
  EXPECT_EQ(rows('W'), 0u);
}

TEST_F(PreregActor, WhatACrashLeftOfALargeFileIsSwept) {
  fill(500);
  const Named named{created('a').id, user('a')};
  AddDocument add{named, {}, file_of("%PDF-1.4")};
  add.document.category = "POA";
  const auto kept = done<Document>(add_document_atom::value, add);
  add.content = file_of(file_text(5));
  for (int pieces = 1; pieces <= 5; ++pieces) {
    const auto asked = actors.ask_later<Document>(actor, add_document_atom::value, add);
    actors.run();
    for (int i = 0; i < pieces; ++i) {
      journal.release();
      actors.run();
    }
    EXPECT_FALSE(asked.arrived());
    EXPECT_EQ(rows('W'), 1u);
    journal.lose();
    spawn();
    actors.run();
    settle();
    EXPECT_EQ(rows('W'), 0u);
    EXPECT_EQ(rows('F'), 1u) << "of the document that is whole";
    const auto listed = done<DocumentList>(list_documents_atom::value, named);
    ASSERT_EQ(listed.value().size(), 1u);
    EXPECT_EQ(listed.value()[0].id, kept.value().id);
  }
}

TEST_F(PreregActor, AnApplicationThatGoesMeanwhileTakesALargeFileWithIt) {
  fill(500);
  const Named named{created('a').id, user('a')};
  AddDocument add{named, {}, file_of(file_text(3))};
  const auto asked = actors.ask_later<Document>(actor, add_document_atom::value, add);
  actors.run();
  journal.release();
  actors.run();
  ASSERT_TRUE((done<Application>(discard_atom::value, named).ok()));
  settle();
  ASSERT_TRUE(asked.arrived());
  EXPECT_EQ(asked.error(), Errc::prereg_not_found);
  EXPECT_EQ(rows('W') + rows('F') + rows('D'), 0u);
}

TEST_F(PreregActor, ALargeFileOfAnothersIsRefusedAndLeavesNothing) {
  fill(500);
  const Named other{created('a').id, user('b')};
  const auto asked =
      done<Document>(add_document_atom::value, AddDocument{other, {}, file_of(file_text(3))});
  EXPECT_EQ(asked.error(), Errc::prereg_not_owner);
  EXPECT_EQ(rows('W') + rows('F') + rows('D'), 0u);
}

TEST_F(PreregActor, ADocumentsOwnNumberIsKeptAndRecorded) {
  fill(500);
  const Named named{created('a').id, user('a')};
  AddDocument add{named, {}, file_of("%PDF-1.4")};
  add.document.category = "POA";
  const NamedDocument document{named, done<Document>(add_document_atom::value, add).value().id};
  const auto changed = done<Document>(reference_atom::value, SetReference{document, "P 123/4"});
  EXPECT_EQ(changed.value().reference, "P 123/4");
  EXPECT_EQ(recorded.events(applications_owner).back(),
            "DOCUMENT_REFERENCED|uuid-a|" + named.id + "|" + document.id);
  const auto read = done<DocumentWithContent>(read_document_atom::value, document);
  EXPECT_EQ(read.value().document.reference, "P 123/4");
  NamedDocument others = document;
  others.application.by = user('b');
  EXPECT_EQ((done<Document>(reference_atom::value, SetReference{others, "x"}).error()),
            Errc::prereg_not_owner);
  others = {named, std::string(36, 'x')};
  EXPECT_EQ((done<Document>(reference_atom::value, SetReference{others, "x"}).error()),
            Errc::document_not_of);
}

TEST_F(PreregActor, WhatWasAnsweredIsThereAfterACrashAndWhatWasNotIsNowhereHalf) {
  fill(1000);
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) ids.push_back(created('a').id);
  std::vector<Asked<Application>> lost;
  for (int i = 0; i < 20; ++i) lost.push_back(create_later('a'));
  actors.run();
  journal.lose();
  for (const auto& one : lost) EXPECT_FALSE(one.arrived());
  spawn();
  for (const std::string& id : ids) {
    const auto asked = read(id, 'a');
    settle();
    EXPECT_EQ(asked.value().details, sample_details);
  }
  EXPECT_EQ((done<Page>(list_atom::value, List{user('a'), 0}).value().total), 20u);
  // None of the numbers that were in memory, nor of those given out, comes again.
  for (int i = 0; i < 20; ++i) {
    const std::string id = created('a').id;
    EXPECT_THAT(ids, testing::Not(testing::Contains(id)));
  }
}

TEST_F(PreregActor, MovingBelowTheNewestKeyGoesOnAfterACrashAndOverMidnight) {
  fill(1000);
  std::vector<std::string> ids;
  for (int i = 0; i < 300; ++i) ids.push_back(created('a').id);
  rotate("first");
  const auto order = [](const std::string& after) {
    return ReencryptOrder{after, audit::of_console()};
  };
  const auto first = done<Reencrypted>(reencrypt_atom::value, order(""));
  EXPECT_EQ(first.value().moved, reencrypt_rows_max);
  (void)actors.ask<Reencrypted>(actor, reencrypt_atom::value, order(first.value().after));
  journal.lose();
  spawn();
  const UtcTime first_run = now;
  now += std::chrono::days{1};
  uint64_t moved = 0;
  std::string after;
  do {
    const auto one = done<Reencrypted>(reencrypt_atom::value, order(after)).value();
    moved += one.moved;
    after = one.after;
  } while (!after.empty());
  EXPECT_EQ(moved, 300u - reencrypt_rows_max);
  EXPECT_EQ(recorded.events(applications_owner).back(), "APPLICATIONS_REENCRYPTED|||44");
  size_t of_first_run = 0;
  for (const std::string& id : ids) {
    const auto asked = read(id, 'a');
    settle();
    EXPECT_EQ(asked.value().details, sample_details);
    of_first_run += asked.value().encrypted == first_run;
    EXPECT_TRUE(asked.value().encrypted == first_run || asked.value().encrypted == now);
  }
  EXPECT_EQ(of_first_run, reencrypt_rows_max);
}
}  // namespace prereg
