// tests/keymanager/key_manager_turns_test.cc: who has to wait for whom, who need not be served any
// more, and what stays behind in the keystore when a key is not stored.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/keymanager/key_manager_actor.h"
#include "crypto/random.h"
#include "tests/fakes/held_journal.h"
#include "tests/keymanager/counted_keystore.h"
#include "tests/keymanager/held_pool.h"
#include "tests/keymanager/keys.h"

namespace keymanager {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
const Lifetime long_life{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};
const Row root_key{{"ROOT", ""}, long_life, Kept::keystore, "", "root"};
const KeyName ec_name{"REGISTRATION", "EC_SECP256R1_SIGN"};
}  // namespace

class KeyManagerTurns : public ::testing::Test {
 protected:
  KeyManagerTurns() {
    std::vector<Row> rows{root_key};
    for (const char* application : {"KERNEL", "PMS", "REGISTRATION", "RESIDENT", "ID_REPO"})
      rows.push_back({{application, ""}, long_life});
    board = std::make_shared<KeyBoard>(std::make_shared<const KeyRing>(ring_of(rows)));
    Config config{board,
                  {std::make_shared<PrivateKeys>(keystore, open_keystore()),
                   std::make_shared<crypto::SystemRandom>()},
                  pool.runner()};
    config.limits.base_keys_max = 100;
    config.published = [this](const KeyRing&) { ++published; };
    config.refusal = [](const KeyRing&, const Generation& made) -> std::optional<Fault> {
      if (made.name.application_id != "AUTH_TOKEN") return std::nullopt;
      return Fault{Errc::key_application_refused, {}};
    };
    partition::Host host = journal.host({0, store::Service::keymanager});
    host.space = &space;
    actor = actors.spawn(key_manager, config, host, Clock{[] { return noon; }});
  }
  /// A key of its own for each application.
  Asked<Outcome> ask(const char* application, std::string caller, Verb verb = Verb::ec_sign,
                     std::function<bool()> given_up = nullptr) {
    Order order{verb, {application, "EC_SECP256R1_SIGN"}, verb == Verb::ec_sign, {}, nullptr};
    order.subject.common_name = "x";
    order.caller = std::move(caller);
    order.given_up = std::move(given_up);
    return actors.ask<Outcome>(actor, order_atom::value, std::move(order));
  }
  /// Until everything that was ordered is done.
  void finish() {
    while (pool.waiting() > 0 || !journal.held().empty()) {
      pool.release();
      journal.release();
    }
  }

  /// Its newest request to itself, that for a commit, ends as one does of whose rows nobody can say
  /// whether they are durable.
  void lose_the_answer() {
    auto* const addressed = caf::actor_cast<caf::abstract_actor*>(actor);
    auto* const local = dynamic_cast<caf::local_actor*>(addressed);
    ASSERT_NE(local, nullptr);
    const auto next = local->new_request_id(caf::message_priority::normal);
    const auto newest = caf::make_message_id(next.integer_value() - 1);
    addressed->enqueue(nullptr, newest.response_id(),
                       caf::make_message(caf::make_error(caf::sec::runtime_error)), nullptr);
    actors.run();
  }

  ActorFixture actors;
  HeldJournal journal{actors};
  HeldPool pool{actors};
  uint64_t bytes_free = 100;
  store::FreeSpace space{[this] { return std::optional{bytes_free}; }, 10};
  std::shared_ptr<CountedKeystore> keystore = std::make_shared<CountedKeystore>(open_keystore());
  std::shared_ptr<KeyBoard> board;
  size_t published = 0;
  Actor actor;
};

TEST_F(KeyManagerTurns, EachCallersKeysAreMadeInItsOwnTurn) {
  const auto first = ask("KERNEL", "app one"), second = ask("PMS", "app two"),
             server = ask("RESIDENT", "");
  EXPECT_THAT(pool.callers(), ElementsAre("app one", "app two", "server"));
  finish();
  EXPECT_TRUE(first.value().made && second.value().made && server.value().made);
}

TEST_F(KeyManagerTurns, OfOneCallerOnlySoManyKeysAreMadeAtATime) {
  std::vector<Asked<Outcome>> greedy;
  for (const char* application : {"KERNEL", "PMS", "REGISTRATION", "RESIDENT"})
    greedy.push_back(ask(application, "app one"));
  ASSERT_EQ(greedy.size(), keys_per_caller_max);
  EXPECT_EQ(ask("ID_REPO", "app one").error(), Errc::overloaded);
  // A rotation behind one of them waits for its turn, in which it may be one too many no more.
  const auto behind = ask("KERNEL", "app one");
  EXPECT_FALSE(behind.arrived());
  const auto other = ask("ID_REPO", "app two");
  EXPECT_FALSE(other.arrived());
  finish();
  for (const auto& one : greedy) EXPECT_TRUE(one.value().made);
  EXPECT_TRUE(other.value().made && behind.value().made);
  // What is done no longer counts.
  const auto next = ask("ID_REPO", "app one");
  finish();
  EXPECT_TRUE(next.value().made);
}

TEST_F(KeyManagerTurns, TheServersOwnOrdersAreNotCounted) {
  for (const char* application : {"KERNEL", "PMS", "REGISTRATION", "RESIDENT", "ID_REPO"})
    EXPECT_FALSE(ask(application, "").arrived()) << application;
  EXPECT_EQ(pool.waiting(), 5u);
  finish();
}

TEST_F(KeyManagerTurns, ManyMayWaitForTheKeyThatOneOfThemMakes) {
  const auto first = ask("KERNEL", "app one");
  std::vector<Asked<Outcome>> others;
  for (size_t i = 0; i < 3 * keys_per_caller_max; ++i)
    others.push_back(ask("KERNEL", "app one", Verb::ensure));
  finish();
  for (const auto& one : others) EXPECT_EQ(one.value().key, first.value().key);
}

TEST_F(KeyManagerTurns, WhatNobodyWaitsForIsNotBegun) {
  bool gone = true;
  const auto given_up = [&gone] { return gone; };
  EXPECT_EQ(ask("KERNEL", "app one", Verb::ec_sign, given_up).error(), Errc::overloaded);
  EXPECT_EQ(pool.waiting(), 0u);
  // Nor when the client goes while the order stands in line, or its job in the pool's.
  gone = false;
  const auto first = ask("PMS", "app two");
  const auto behind = ask("PMS", "app one", Verb::ec_sign, given_up);
  const auto in_pool = ask("KERNEL", "app one", Verb::ec_sign, given_up);
  gone = true;
  finish();
  EXPECT_TRUE(first.value().made);
  EXPECT_EQ(behind.error(), Errc::overloaded);
  EXPECT_EQ(in_pool.error(), Errc::overloaded);
  EXPECT_THAT(keystore->held, ElementsAre(first.value().key->alias));
}

TEST_F(KeyManagerTurns, WhatMustNotBeMadeIsRefusedBeforeItIs) {
  Order order{Verb::master, {"AUTH_TOKEN", ""}, true, {}, nullptr};
  EXPECT_EQ(actors.ask<Outcome>(actor, order_atom::value, std::move(order)).error(),
            Errc::key_application_refused);
  EXPECT_EQ(pool.waiting(), 0u);
}

TEST_F(KeyManagerTurns, EachRenewalShowsTheRingAgain) {
  // Whoever could not use it when it was published has another chance.
  caf::anon_send(actor, renew_atom::value);
  actors.run();
  EXPECT_EQ(published, 1u);
}

TEST_F(KeyManagerTurns, NothingIsMadeWhileTheDiskIsLow) {
  bytes_free = 1;
  space.tick();
  EXPECT_EQ(ask("KERNEL", "app one").error(), Errc::storage_full);
  EXPECT_EQ(pool.waiting(), 0u);
  EXPECT_THAT(keystore->held, IsEmpty());
}

TEST_F(KeyManagerTurns, AKeyThatIsNotStoredLeavesTheKeystore) {
  const auto asked = ask("KERNEL", "app one");
  bytes_free = 1;
  space.tick();
  pool.release();
  EXPECT_EQ(asked.error(), Errc::storage_full);
  EXPECT_THAT(keystore->held, SizeIs(1));
  pool.release();
  EXPECT_THAT(keystore->held, IsEmpty());
}

TEST_F(KeyManagerTurns, APairWithoutItsCertificateLeavesTheKeystore) {
  keystore->refuses_certificates = true;
  const auto asked = ask("KERNEL", "app one");
  pool.release();
  EXPECT_EQ(asked.error(), Errc::keystore_failed);
  EXPECT_THAT(keystore->held, IsEmpty());
}

TEST_F(KeyManagerTurns, AKeyWhoseCommitIsLostStaysInTheKeystore) {
  // Whether its row is durable is not known: a row without its key would be worse.
  const auto asked = ask("KERNEL", "app one");
  pool.release();
  lose_the_answer();
  EXPECT_EQ(asked.error(), Errc::overloaded);
  EXPECT_EQ(pool.waiting(), 0u);
  pool.release();
  EXPECT_THAT(keystore->held, SizeIs(1));
}

TEST_F(KeyManagerTurns, AnApplicationHasBaseKeysEnoughAtItsLimit) {
  const auto ensure = [&](const std::string& reference, std::string caller) {
    Order order{Verb::ensure, {"PMS", reference}, false, {}, nullptr};
    order.caller = std::move(caller);
    return actors.ask<Outcome>(actor, order_atom::value, std::move(order));
  };
  std::vector<Row> rows;
  for (int i = 0; i < 100; ++i)
    rows.push_back({{"PMS", "base " + std::to_string(i)}, long_life, Kept::wrapped});
  KeyRing::Versions versions;
  for (const Row& row : rows) versions.push_back(version(row));
  board->publish(std::make_shared<const KeyRing>(board->ring()->with(versions)));
  EXPECT_EQ(ensure("one more", "app one").error(), Errc::key_application_refused);
  EXPECT_TRUE(ensure("base 7", "app one").result().ok());
}
}  // namespace keymanager
