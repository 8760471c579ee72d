// tests/outbox/outbox_actor_test.cc: partitions, dispatcher and a provider that does as it is told.
#include "actors/outbox/outbox_actor.h"

#include <gtest/gtest.h>

#include <deque>

#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/log_lines.h"
#include "tests/fakes/seeded_random.h"
#include "tests/outbox/letters.h"

namespace outbox {
using std::chrono::milliseconds;
using std::chrono::seconds;

using answer_atom = caf::atom_constant<caf::atom("answer")>;
using ToldWorker = Worker::extend<caf::reacts_to<answer_atom, Attempt>>;

/// A provider's workers, which keep what they are given until the test says what came of it.
struct HeldWorker {
  struct Delivery {
    Job job;
    ToldWorker with;
  };
  std::deque<Delivery> held;
  size_t given = 0;

  Worker spawn(ActorFixture& actors) {
    return actors.spawn([this](ToldWorker::pointer self) -> ToldWorker::behavior_type {
      const auto promise = std::make_shared<caf::typed_response_promise<Attempt>>();
      return {[=, this](deliver_atom, const Job& job) {
                *promise = self->make_response_promise<Attempt>();
                held.push_back({job, caf::actor_cast<ToldWorker>(self)});
                ++given;
                return *promise;
              },
              [=](answer_atom, const Attempt& attempt) { promise->deliver(attempt); }};
    });
  }
};

class OutboxActor : public ::testing::Test {
 protected:
  static constexpr uint16_t partitions = 2;

  void start(size_t worker_count = 1) {
    DispatcherConfig config;
    config.channel = Channel::sms;
    config.breaker = breaker;
    config.state = provider;
    for (size_t i = 0; i < worker_count; ++i) config.workers.push_back(worker.spawn(actors));
    sms_dispatcher = actors.spawn(dispatcher, config, clock);
    config.channel = Channel::email;
    config.workers = {worker.spawn(actors)};
    config.state = std::make_shared<ProviderState>();
    const auto mail_dispatcher = actors.spawn(dispatcher, config, clock);
    outboxes.clear();
    for (uint16_t i = 0; i < partitions; ++i) {
      Config outbox{parts(i), sms_dispatcher, mail_dispatcher};
      outboxes.push_back(
          actors.spawn(partition, outbox, journal.host({i, store::Service::outbox}), clock));
      caf::anon_send(outboxes.back(), tick_atom::value);
    }
    actors.run();
  }
  Parts parts(uint16_t i) {
    Parts parts;
    parts.rules = {{3, milliseconds{500}, milliseconds{500}}, seconds{60}, 10};
    parts.partition = i;
    parts.view = &journal.store();
    parts.store_key = master;
    parts.sealer =
        std::make_shared<seal::Sealer>(master, *random, store::Owner{i, store::Service::outbox});
    parts.random = random;
    parts.waiting = std::make_shared<Waiting>(3);
    return parts;
  }
  Asked<std::string> send(Message message = sms(), size_t to = 0) {
    return actors.ask<std::string>(outboxes[to], send_atom::value,
                                   std::make_shared<const Message>(std::move(message)),
                                   audit::of_server());
  }
  void answer(Attempt attempt) {
    ASSERT_FALSE(worker.held.empty());
    const auto with = worker.held.front().with;
    worker.held.pop_front();
    caf::anon_send(with, answer_atom::value, attempt);
    actors.run();
  }
  void fail(Fault fault = Fault::unreachable) { answer({Attempt::Outcome::failed, fault, 0}); }
  void pass(milliseconds time) {
    now += time;
    actors.advance(time);
  }
  size_t rows(uint16_t i = 0) {
    return journal.store()
        .scan({i, store::Service::outbox}, std::string(1, head_letter), "",
              [](auto, auto) { return true; })
        .value();
  }

  LogLines log;
  ActorFixture actors;
  HeldJournal journal{actors};
  HeldWorker worker;
  UtcTime now{seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
  Clock clock = [this] { return now; };
  std::shared_ptr<SeededRandom> random = std::make_shared<SeededRandom>();
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(*random));
  BreakerRules breaker{3, milliseconds{5'000}};
  std::shared_ptr<ProviderState> provider = std::make_shared<ProviderState>();
  Dispatcher sms_dispatcher;
  std::vector<Actor> outboxes;
};

TEST_F(OutboxActor, AMessageIsAnsweredAndDeliveredOnlyWhenDurable) {
  start();
  const auto id = send();
  EXPECT_FALSE(id.arrived());
  EXPECT_EQ(worker.given, 0u);
  journal.release();
  EXPECT_EQ(id.value().size(), 32u);
  ASSERT_EQ(worker.held.size(), 1u);
  EXPECT_EQ(text_of(worker.held.front().job.id), id.value());
  EXPECT_EQ(*worker.held.front().job.message, sms());
  answer(Attempt::sent());
  journal.release();
  EXPECT_EQ(rows(), 0u);
}

TEST_F(OutboxActor, BothChannelsAreServed) {
  start();
  send(sms());
  send(mail());
  journal.release();
  EXPECT_EQ(worker.held.size(), 2u);
}

TEST_F(OutboxActor, OneDeliveryAtATimeForAMessageHoweverOftenItIsPoked) {
  start(4);
  send();
  journal.release();
  for (int i = 0; i < 5; ++i) {
    caf::anon_send(outboxes[0], poke_atom::value);
    pass(seconds{1});
  }
  EXPECT_EQ(worker.given, 1u);
  answer(Attempt::sent());
  pass(seconds{5});  // The result is not durable, and yet nobody delivers again.
  EXPECT_EQ(worker.given, 1u);
}

TEST_F(OutboxActor, AFailureIsTriedAgainWhenItIsDue) {
  start();
  send();
  journal.release();
  fail();
  journal.release();
  EXPECT_TRUE(worker.held.empty());
  pass(milliseconds{501});
  EXPECT_EQ(worker.held.size(), 1u);
}

TEST_F(OutboxActor, PartitionsTakeTurns) {
  start();
  for (int i = 0; i < 3; ++i) send(sms("first"), 0);
  send(sms("second"), 1);
  journal.release();
  std::vector<std::string> texts;
  while (!worker.held.empty()) {
    texts.push_back(worker.held.front().job.message->text);
    answer(Attempt::sent());
    journal.release();
  }
  ASSERT_EQ(texts.size(), 4u);
  EXPECT_TRUE(texts[0] == "second" || texts[1] == "second" || texts[2] == "second");
}

TEST_F(OutboxActor, NoMoreDeliveriesGoThanThereAreWorkers) {
  start(2);
  for (int i = 0; i < 3; ++i) send();
  journal.release();
  EXPECT_EQ(worker.held.size(), 2u);
  answer(Attempt::sent());
  journal.release();
  EXPECT_EQ(worker.held.size(), 2u);
}

TEST_F(OutboxActor, AProviderThatFailsIsLeftAloneAndThenTestedByOne) {
  start();
  for (int i = 0; i < 3; ++i) send();
  journal.release();
  for (int i = 0; i < 3; ++i) {
    fail();
    journal.release();
  }
  EXPECT_TRUE(provider->open);
  pass(milliseconds{4'000});
  EXPECT_EQ(worker.given, 3u);
  pass(milliseconds{1'001});
  EXPECT_EQ(worker.given, 4u);
  answer(Attempt::sent());
  EXPECT_FALSE(provider->open);
  journal.release();
  EXPECT_EQ(worker.given, 5u);
}

TEST_F(OutboxActor, RefusedMessagesDoNotStopTheOthers) {
  start();
  for (int i = 0; i < 3; ++i) send();
  journal.release();
  for (int i = 0; i < 3; ++i) {
    fail(Fault::refused);
    journal.release();
  }
  EXPECT_FALSE(provider->open);
}

TEST_F(OutboxActor, BeyondTheBoundSendersHearOverloaded) {
  start();
  for (int i = 0; i < 3; ++i) send();
  EXPECT_EQ(send().error(), Errc::overloaded);
  journal.release();
  answer(Attempt::sent());
  journal.release();
  send();
  journal.release();
  EXPECT_EQ(rows(), 3u);
}

TEST_F(OutboxActor, ACrashDeliversAgainWhatWasNotRecorded) {
  start();
  send();
  journal.release();
  answer(Attempt::sent());
  journal.lose();
  actors.end();
  start();
  pass(seconds{1});
  EXPECT_EQ(worker.given, 2u);
}

TEST_F(OutboxActor, DeadMessagesAreListedAndRetried) {
  start();
  const auto id = send();
  journal.release();
  for (int i = 0; i < 3; ++i) {
    fail(Fault::refused);
    journal.release();
    pass(seconds{1});
  }
  auto listed = actors.ask<Listing>(outboxes[0], list_atom::value, Query{});
  ASSERT_EQ(listed.value().size(), 1u);
  EXPECT_EQ(listed.value()[0].head.state, State::dead);
  const auto retried = actors.ask<Done>(outboxes[0], retry_atom::value, id_of(id.value()).value());
  journal.release();
  EXPECT_TRUE(retried.result().ok());
  ASSERT_EQ(worker.held.size(), 1u);
  EXPECT_FALSE(actors.ask<Done>(outboxes[0], drop_atom::value, Id(16, 'x')).result().ok());
}

TEST_F(OutboxActor, AStopWaitsForWhatGoesAndHandsOutNothingMore) {
  start();
  send();
  send();
  journal.release();
  const auto stopped = actors.ask<Done>(sms_dispatcher, stop_atom::value);
  answer(Attempt::sent());
  EXPECT_FALSE(stopped.arrived());
  journal.release();
  EXPECT_TRUE(stopped.arrived());
  EXPECT_EQ(worker.given, 1u);
  EXPECT_TRUE(actors.ask<Done>(sms_dispatcher, stop_atom::value).arrived());
}

/// A provider that throws.
struct Thrower : Provider {
  Attempt deliver(const Job&) override { throw std::runtime_error("9820173642"); }
};

TEST_F(OutboxActor, AProviderThatThrowsHasFailed) {
  const auto thrower = actors.spawn(outbox::worker, std::make_shared<Thrower>());
  std::optional<Attempt> came;
  actors.spawn([&](caf::event_based_actor* self) {
    self->request(thrower, caf::infinite, deliver_atom::value, Job{Id(16, 'x'), nullptr, {}})
        .then([&](const Attempt& attempt) { came = attempt; });
  });
  actors.run();
  EXPECT_EQ(came, Attempt{});
  EXPECT_EQ(log.count("98201"), 0u);
}
}  // namespace outbox
