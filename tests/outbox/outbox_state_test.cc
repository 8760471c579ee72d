// tests/outbox/outbox_state_test.cc: what becomes of a message, and what is left in the store.
#include "actors/outbox/outbox_state.h"

#include <gtest/gtest.h>

#include "actors/outbox/queue.h"
#include "store/workspace.h"
#include "tests/fakes/log_lines.h"
#include "tests/fakes/memory_store.h"
#include "tests/fakes/seeded_random.h"
#include "tests/outbox/letters.h"

namespace outbox {
using std::chrono::milliseconds;
using std::chrono::seconds;

class OutboxState : public ::testing::Test {
 protected:
  static constexpr uint16_t partition = 3;
  static constexpr store::Owner owner{partition, store::Service::outbox};
  static constexpr store::Owner other{partition, store::Service::otp};

  Parts parts() {
    Parts parts;
    parts.rules = rules;
    parts.partition = partition;
    parts.view = &disk;
    parts.store_key = master;
    parts.sealer = std::make_shared<seal::Sealer>(master, *random, owner);
    parts.random = random;
    parts.waiting = waiting;
    parts.figures = figures;
    return parts;
  }
  /// Another process on the same disk.
  void restart() {
    tx = std::make_unique<store::Workspace>(owner, disk);
    outbox = std::make_unique<Outbox>(parts());
    ASSERT_TRUE(outbox->load(*tx).ok());
  }
  void commit(store::Workspace& from) {
    const auto taken = from.take_batch();
    disk.apply(taken.batch);
    from.durable(taken.epoch);
  }
  /// Queued by another service of the partition, and durable.
  Id queued(const Message& message) {
    store::Workspace theirs{other, disk};
    Queue queue{{other.service, std::make_shared<seal::Sealer>(master, *random, other), random,
                 waiting, [] {}}};
    theirs.begin();
    const auto id = queue.put(message, now, theirs);
    commit(theirs);
    return id_of(id.value()).value();
  }
  std::optional<Job> take(Channel channel = Channel::sms) {
    tx->begin();
    auto taken = outbox->take(channel, now, *tx);
    commit(*tx);
    return taken.ok() ? taken.value() : std::nullopt;
  }
  void settle(const Id& id, const Attempt& attempt) {
    tx->begin();
    EXPECT_TRUE(outbox->settle(id, attempt, now, *tx).ok());
    commit(*tx);
  }
  Attempt failed(Fault fault = Fault::unreachable, uint16_t code = 0) {
    return {Attempt::Outcome::failed, fault, code};
  }
  std::optional<Head> head(const Id& id) {
    return decoded_head(disk.get(owner, head_key(id)).value().value_or(""));
  }
  size_t rows() const {
    return disk.scan(owner, "", "", [](auto, auto) { return true; }).value();
  }
  std::vector<Listed> list(Query query = {true, "", 100}) {
    tx->begin();
    return outbox->list(query, *tx).value();
  }

  LogLines log;
  Rules rules{{3, milliseconds{1'000}, milliseconds{10'000}}, seconds{60}, 2};
  MemoryStore disk;
  std::shared_ptr<SeededRandom> random = std::make_shared<SeededRandom>();
  std::shared_ptr<const seal::MasterKey> master =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(*random));
  std::shared_ptr<Waiting> waiting = std::make_shared<Waiting>(100);
  std::shared_ptr<FiguresOf> figures = std::make_shared<FiguresOf>();
  std::unique_ptr<store::Workspace> tx = std::make_unique<store::Workspace>(owner, disk);
  std::unique_ptr<Outbox> outbox = std::make_unique<Outbox>(parts());
  UtcTime now{seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
};

TEST_F(OutboxState, ASentMessageLeavesNothing) {
  const Id id = queued(mail());
  const auto job = take(Channel::email);
  ASSERT_TRUE(job);
  EXPECT_EQ(job->id, id);
  EXPECT_EQ(*job->message, mail());
  settle(id, Attempt::sent());
  EXPECT_EQ(rows(), 0u);
  EXPECT_EQ(waiting->count(Channel::email), 0u);
  EXPECT_EQ(of(*figures, Channel::email).sent, 1u);
}

TEST_F(OutboxState, AClockThatGoesBackMakesNobodyWaitForIt) {
  const Id id = queued(sms());
  const UtcTime queued_at = now;
  now = queued_at - milliseconds{10'000};
  EXPECT_FALSE(take()) << "as long as a message may wait";
  now = queued_at - std::chrono::hours{24};
  tx->begin();
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).value(), now);
  const auto job = take();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->id, id);
}

TEST_F(OutboxState, AClockThatGoesBackMakesNobodyWaitBehindARetryEither) {
  const Id stranded = queued(sms());
  now -= std::chrono::hours{24};
  const Id refused = queued(sms());
  const auto first = take();
  ASSERT_TRUE(first);
  ASSERT_EQ(first->id, refused);
  settle(refused, failed());
  tx->begin();
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).value(), now);
  const auto job = take();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->id, stranded);
}

TEST_F(OutboxState, AMessageInFlightIsNotTakenTwice) {
  const Id first = queued(sms());
  const Id second = queued(sms());
  const auto a = take();
  const auto b = take();
  ASSERT_TRUE(a && b);
  EXPECT_NE(a->id, b->id);
  EXPECT_TRUE(a->id == first || a->id == second);
  EXPECT_FALSE(take());
}

TEST_F(OutboxState, ChannelsDoNotWaitForEachOther) {
  queued(mail());
  EXPECT_FALSE(take(Channel::sms));
  EXPECT_TRUE(take(Channel::email));
}

TEST_F(OutboxState, AFailureIsTriedAgainLaterAndThenTheMessageIsDead) {
  const Id id = queued(sms());
  for (uint32_t attempt = 1; attempt <= 2; ++attempt) {
    ASSERT_TRUE(take());
    settle(id, failed(Fault::busy, 421));
    EXPECT_FALSE(take());
    const auto waits = head(id).value();
    EXPECT_EQ(waits.attempts, attempt);
    EXPECT_EQ(waits.fault, Fault::busy);
    EXPECT_EQ(waits.reply_code, 421);
    EXPECT_EQ(waiting->count(Channel::sms), 1u);
    now = waits.due;
  }
  ASSERT_TRUE(take());
  settle(id, failed(Fault::refused, 550));
  EXPECT_EQ(head(id)->state, State::dead);
  EXPECT_EQ(waiting->count(Channel::sms), 0u);
  EXPECT_EQ(of(*figures, Channel::sms).failed, 3u);
  EXPECT_EQ(of(*figures, Channel::sms).dead, 1u);
  EXPECT_FALSE(take());
  EXPECT_EQ(log.count("98201"), 0u);
}

TEST_F(OutboxState, ADeadMessageIsForgottenWhenItsTimeIsOver) {
  rules.retry.attempts_max = 1;
  restart();
  const Id id = queued(sms());
  take();
  settle(id, failed());
  tx->begin();
  EXPECT_EQ(outbox->forget_old(now + seconds{59}, 10, *tx).value(), 0u);
  EXPECT_EQ(outbox->forget_old(now + seconds{60}, 10, *tx).value(), 1u);
  commit(*tx);
  EXPECT_FALSE(head(id));
  EXPECT_EQ(disk.get(owner, body_key(id)).value(), std::nullopt);
}

TEST_F(OutboxState, TheOldestMakesRoomAlsoWhenTheClockWasSetBack) {
  const auto capture = [&] {
    const Id id = queued(sms());
    EXPECT_TRUE(take());
    settle(id, Attempt::captured());
    return id;
  };
  const Id first = capture();
  now += seconds{1};
  const Id second = capture();
  now += seconds{1};
  const Id third = capture();  // the first makes room: two are kept
  EXPECT_FALSE(head(first));
  now -= seconds{10};
  const Id back = capture();  // kept until before all others, so the oldest
  EXPECT_FALSE(head(back));
  EXPECT_TRUE(head(second));
  EXPECT_TRUE(head(third));
  tx->begin();
  EXPECT_EQ(outbox->forget_old(now + seconds{100}, 10, *tx).value(), 2u);
  commit(*tx);
  EXPECT_EQ(rows(), 0u);
}

TEST_F(OutboxState, ADeadMessageRetriedIsDueAtOnce) {
  rules.retry.attempts_max = 1;
  restart();
  const Id id = queued(sms());
  take();
  settle(id, failed());
  ASSERT_FALSE(take());
  tx->begin();
  EXPECT_TRUE(outbox->retry(id, now, *tx).ok());
  commit(*tx);
  EXPECT_EQ(head(id)->attempts, 0u);
  EXPECT_EQ(waiting->count(Channel::sms), 1u);
  ASSERT_TRUE(take());
  settle(id, Attempt::sent());
  EXPECT_EQ(rows(), 0u);
}

TEST_F(OutboxState, ADroppedMessageIsGoneAndOneInFlightStays) {
  const Id id = queued(sms());
  ASSERT_TRUE(take());
  tx->begin();
  EXPECT_EQ(outbox->drop(id, *tx).error(), Errc::overloaded);
  EXPECT_EQ(outbox->retry(id, now, *tx).error(), Errc::overloaded);
  EXPECT_EQ(outbox->drop(Id(16, 'x'), *tx).error(), Errc::not_found);
  EXPECT_EQ(outbox->retry(Id(16, 'x'), now, *tx).error(), Errc::not_found);
  commit(*tx);
  restart();
  tx->begin();
  EXPECT_TRUE(outbox->drop(id, *tx).ok());
  commit(*tx);
  EXPECT_EQ(rows(), 0u);
  EXPECT_EQ(waiting->count(Channel::sms), 0u);
}

TEST_F(OutboxState, ARestartDeliversWhatWasInFlightAndCountsWhatWaits) {
  const Id id = queued(sms());
  queued(mail());
  ASSERT_TRUE(take());
  waiting->set(Channel::sms, 17);
  restart();
  EXPECT_EQ(waiting->count(Channel::sms), 1u);
  EXPECT_EQ(waiting->count(Channel::email), 1u);
  const auto job = take();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->id, id);
}

TEST_F(OutboxState, CapturedMessagesAreKeptButOnlySoMany) {
  std::vector<Id> ids;
  for (int i = 0; i < 3; ++i) {
    now += seconds{1};
    ids.push_back(queued(sms(std::to_string(i))));
    ASSERT_TRUE(take());
    settle(ids.back(), Attempt::captured());
  }
  EXPECT_FALSE(head(ids[0]));
  const auto listed = list();
  ASSERT_EQ(listed.size(), 2u);
  EXPECT_EQ(listed[0].message->text, "2");  // The newest first.
  EXPECT_EQ(listed[1].message->text, "1");
  EXPECT_EQ(listed[0].head.state, State::captured);
  restart();
  now += seconds{1};
  ids.push_back(queued(sms("3")));
  ASSERT_TRUE(take());
  settle(ids.back(), Attempt::captured());
  EXPECT_FALSE(head(ids[1]));
}

TEST_F(OutboxState, NothingIsKeptForNoTime) {
  rules.kept = seconds{0};
  restart();
  const Id id = queued(sms());
  take();
  settle(id, Attempt::captured());
  EXPECT_EQ(rows(), 0u);
}

TEST_F(OutboxState, AListIsOfOneAddress) {
  queued(mail());
  queued(sms());
  EXPECT_EQ(list({true, "b@example.org", 10}).size(), 1u);
  EXPECT_EQ(list({true, "9820173642", 10}).size(), 1u);
  EXPECT_TRUE(list({true, "example.org", 10}).empty());
  EXPECT_EQ(list({true, "", 10}).size(), 2u);
  EXPECT_EQ(list({true, "", 1}).size(), 1u);
  EXPECT_EQ(list({false, "", 10})[0].message, nullptr);
}

TEST_F(OutboxState, AMessageThatDoesNotOpenIsDeadAndHoldsUpNobody) {
  const Id lost = queued(sms());
  const Id whole = queued(sms());
  const std::string key = store::key_prefix(owner) + body_key(lost);
  disk.entries.at(key).back() ^= 1;
  const auto job = take();
  ASSERT_TRUE(job);
  EXPECT_EQ(job->id, whole);
  EXPECT_FALSE(take());
  EXPECT_EQ(head(lost)->state, State::dead);
  EXPECT_EQ(head(lost)->fault, Fault::unreadable);
}

TEST_F(OutboxState, ARowThatIsGoneIsNotInFlight) {
  const Id id = queued(sms());
  ASSERT_TRUE(take());
  disk.entries.erase(store::key_prefix(owner) + head_key(id));
  tx->begin();
  EXPECT_EQ(outbox->settle(id, Attempt::sent(), now, *tx).error(), Errc::not_found);
  EXPECT_FALSE(outbox->is_in_flight(id));
}

TEST_F(OutboxState, AFailedReadKeepsTheMessageWaiting) {
  const Id id = queued(sms());
  disk.fail_reads = store::Errc::io;
  tx->begin();
  EXPECT_EQ(outbox->take(Channel::sms, now, *tx).error(), Errc::internal);
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).error(), Errc::internal);
  EXPECT_EQ(outbox->list({}, *tx).error(), Errc::internal);
  EXPECT_EQ(outbox->settle(id, Attempt::sent(), now, *tx).error(), Errc::internal);
  EXPECT_EQ(outbox->forget_old(now, 1, *tx).error(), Errc::internal);
  EXPECT_EQ(outbox->load(*tx).error(), Errc::internal);
  disk.fail_reads.reset();
  EXPECT_EQ(head(id)->state, State::waiting);
  EXPECT_TRUE(take());
}

TEST_F(OutboxState, TheNextDueTimeIsTold) {
  tx->begin();
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).value(), std::nullopt);
  const Id id = queued(sms());
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).value(), now);
  take();
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).value(), std::nullopt);
  settle(id, failed());
  EXPECT_EQ(outbox->next_due(Channel::sms, now, *tx).value(),
            std::chrono::floor<milliseconds>(head(id)->due));
}

TEST_F(OutboxState, ALookBeginsWhereTheLastOneEndedAndNowAndThenAtTheFront) {
  const Id first = queued(sms());
  take();
  settle(first, failed());  // Due in about a second; the next look begins at that time.
  now += seconds{10};
  ASSERT_TRUE(take());
  settle(first, Attempt::sent());
  ASSERT_FALSE(take());
  now -= seconds{30};  // As by a clock that is set back while a message is queued.
  queued(sms());
  now += seconds{30};
  EXPECT_FALSE(take());
  now += seconds{61};
  EXPECT_TRUE(take());
}

TEST_F(OutboxState, ACountThatIsWrongIsSetRightWhenNothingIsLeft) {
  waiting->set(Channel::sms, 7);
  EXPECT_FALSE(take());
  EXPECT_EQ(waiting->count(Channel::sms), 0u);
}
}  // namespace outbox
