// tests/outbox/outbox_record_test.cc: what is stored comes back, and nothing else is read as it.
#include "actors/outbox/outbox_record.h"

#include <gtest/gtest.h>

#include "tests/fakes/seeded_random.h"
#include "tests/outbox/letters.h"

namespace outbox {
namespace {
const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
const Id id{"0123456789abcdef"};

TEST(OutboxRecord, MessagesComeBackByteForByte) {
  for (const Message& message : {sms(), mail(), mail(std::string(100'000, 's')), Message{}})
    EXPECT_EQ(decoded_message(encoded(message)), message);
}

TEST(OutboxRecord, AHeadComesBack) {
  const Head head{Channel::email,
                  State::dead,
                  12,
                  Fault::refused,
                  550,
                  noon,
                  noon + std::chrono::milliseconds{1}};
  EXPECT_EQ(decoded_head(encoded(head)), head);
}

TEST(OutboxRecord, ABodyNamesWhoSealedIt) {
  const auto body = decoded_body(encoded(Body{store::Service::otp, "sealed"}));
  ASSERT_TRUE(body);
  EXPECT_EQ(body->sealed_by, store::Service::otp);
  EXPECT_EQ(body->sealed, "sealed");
  EXPECT_FALSE(decoded_body("\x01"));
  EXPECT_FALSE(decoded_body("\x02\x0b sealed"));
}

TEST(OutboxRecord, NothingShorterOrLongerIsRead) {
  const std::string message = encoded(mail());
  for (size_t bytes = 0; bytes < message.size(); ++bytes)
    EXPECT_FALSE(decoded_message(std::string_view{message}.substr(0, bytes))) << bytes;
  EXPECT_FALSE(decoded_message(message + "x"));
  const std::string head = encoded(Head{});
  for (size_t bytes = 0; bytes < head.size(); ++bytes)
    EXPECT_FALSE(decoded_head(std::string_view{head}.substr(0, bytes))) << bytes;
  EXPECT_FALSE(decoded_head(head + "x"));
}

TEST(OutboxRecord, NoUnknownChannelOrStateIsRead) {
  std::string head = encoded(Head{});
  head[1] = 3;
  EXPECT_FALSE(decoded_head(head));
  head[1] = 1;
  head[2] = 4;
  EXPECT_FALSE(decoded_head(head));
  std::string message = encoded(sms());
  message[1] = 0;
  EXPECT_FALSE(decoded_message(message));
}

TEST(OutboxRecord, IdsAreHexadecimalOnPaper) {
  SeededRandom random;
  const Id drawn = draw_id(random);
  EXPECT_EQ(drawn.size(), id_bytes);
  EXPECT_NE(drawn, draw_id(random));
  EXPECT_EQ(text_of(std::string_view("\x00\x1f\xff", 3)), "001fff");
  EXPECT_EQ(id_of(text_of(drawn)), drawn);
  EXPECT_FALSE(id_of("00"));
  EXPECT_FALSE(id_of(std::string(32, 'G')));
  EXPECT_FALSE(id_of(std::string(32, 'A')));
}

TEST(OutboxRecord, KeysAreOrderedByTimeWithinAChannel) {
  Head first;
  first.due = noon;
  Head second = first;
  second.due += std::chrono::milliseconds{1};
  Head mail = first;
  mail.channel = Channel::email;
  EXPECT_LT(due_key(first, id), due_key(second, id));
  EXPECT_LT(due_key(second, id), due_key(mail, id));
  EXPECT_TRUE(due_key(mail, id).starts_with(due_prefix(Channel::email)));
  EXPECT_LT(kept_key(noon, id), kept_key(noon + std::chrono::seconds{1}, id));
}

TEST(OutboxRecord, KeysSayTheirTimeAndId) {
  Head head;
  head.due = noon + std::chrono::microseconds{7'900};
  EXPECT_EQ(due_in(due_key(head, id)).time, noon + std::chrono::milliseconds{7});
  EXPECT_EQ(due_in(due_key(head, id)).id, id);
  EXPECT_EQ(kept_in(kept_key(noon, id)).time, noon);
  EXPECT_EQ(kept_in(kept_key(noon, id)).id, id);
}

TEST(OutboxRecord, EveryStateAndFaultHasWords) {
  EXPECT_EQ(name_of(State::waiting), "waiting");
  EXPECT_EQ(name_of(State::dead), "dead");
  EXPECT_EQ(name_of(State::captured), "captured");
  for (int fault = 0; fault <= 5; ++fault)
    EXPECT_NE(text_of(static_cast<Fault>(fault)), "unknown") << fault;
}
}  // namespace
}  // namespace outbox
