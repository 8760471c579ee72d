// tests/outbox/queue_test.cc: what queuing a message writes, bounds and tells.
#include "actors/outbox/queue.h"

#include <gtest/gtest.h>

#include "actors/outbox/outbox_record.h"
#include "tests/fakes/memory_transaction.h"
#include "tests/fakes/seeded_random.h"
#include "tests/outbox/letters.h"

namespace outbox {
class QueueTest : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{3, store::Service::otp};

  std::shared_ptr<SeededRandom> random = std::make_shared<SeededRandom>();
  std::shared_ptr<seal::Sealer> sealer = std::make_shared<seal::Sealer>(
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(*random)), *random, owner);
  std::shared_ptr<Waiting> waiting = std::make_shared<Waiting>(2);
  int pokes = 0;
  Queue queue{{owner.service, sealer, random, waiting, [this] { ++pokes; }}};
  MemoryTransaction tx;
  const UtcTime now{std::chrono::seconds{1'704'196'800}};
};

TEST_F(QueueTest, AMessageIsThreeRowsBesideAndItsTextIsInNone) {
  const auto queued = queue.put(mail(), now, tx);
  ASSERT_TRUE(queued.ok());
  const Id id = id_of(queued.value()).value();
  const auto& rows = tx.beside[store::Service::outbox];
  ASSERT_EQ(rows.size(), 3u);
  const Head head = decoded_head(rows.at(head_key(id))).value();
  EXPECT_EQ(head, (Head{Channel::email, State::waiting, 0, Fault::none, 0, now, now}));
  EXPECT_TRUE(rows.contains(due_key(head, id)));
  const Body body = decoded_body(rows.at(body_key(id))).value();
  EXPECT_EQ(body.sealed_by, store::Service::otp);
  const auto opened = sealer->open(tx, {aad_of(id)}, body.sealed);
  ASSERT_TRUE(opened.ok());
  EXPECT_EQ(decoded_message(opened.value()), mail());
  for (const auto& [key, value] : rows) {
    for (const char* personal : {"example.org", "Appointment", "2 March", "card.pdf"})
      EXPECT_EQ((key + value).find(personal), std::string::npos) << personal;
  }
}

TEST_F(QueueTest, ABodyOpensForNoOtherRow) {
  const Id a = id_of(queue.put(sms(), now, tx).value()).value();
  const Id b = id_of(queue.put(sms(), now, tx).value()).value();
  const auto body = decoded_body(tx.beside[store::Service::outbox].at(body_key(a))).value();
  EXPECT_TRUE(sealer->open(tx, {aad_of(a)}, body.sealed).ok());
  EXPECT_FALSE(sealer->open(tx, {aad_of(b)}, body.sealed).ok());
}

TEST_F(QueueTest, BeyondTheBoundNothingIsQueued) {
  ASSERT_TRUE(queue.put(sms(), now, tx).ok());
  ASSERT_TRUE(queue.put(sms(), now, tx).ok());
  const size_t writes = tx.writes;
  EXPECT_EQ(queue.put(sms(), now, tx).error(), Errc::overloaded);
  EXPECT_EQ(tx.writes, writes);
  EXPECT_EQ(waiting->count(Channel::sms), 2u);
  waiting->remove(Channel::sms);
  EXPECT_TRUE(queue.put(sms(), now, tx).ok());
}

TEST_F(QueueTest, WhatDoesNotSealIsNotCounted) {
  tx.fail_reads = store::Errc::io;
  EXPECT_EQ(queue.put(sms(), now, tx).error(), Errc::internal);
  EXPECT_EQ(waiting->count(Channel::sms), 0u);
  EXPECT_TRUE(tx.beside.empty());
}

TEST_F(QueueTest, TheOutboxIsToldAfterEveryBatchThatMayCarryTheMessage) {
  queue.committed();
  EXPECT_EQ(pokes, 0);
  ASSERT_TRUE(queue.put(sms(), now, tx).ok());
  EXPECT_EQ(pokes, 0);
  for (int batch = 0; batch < 10; ++batch) queue.committed();
  EXPECT_EQ(pokes, 5);
}

TEST_F(QueueTest, TheCountNeverFallsBelowNothing) {
  waiting->remove(Channel::sms);
  EXPECT_EQ(waiting->count(Channel::sms), 0u);
  waiting->add(Channel::sms);
  waiting->clear(Channel::sms, 5);
  EXPECT_EQ(waiting->count(Channel::sms), 1u);
  waiting->clear(Channel::sms, 1);
  EXPECT_EQ(waiting->count(Channel::sms), 0u);
}
}  // namespace outbox
