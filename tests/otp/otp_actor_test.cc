// tests/otp/otp_actor_test.cc: one-time codes between mailbox, journal and store.
#include "actors/otp/otp_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/otp/otp_key.h"
#include "crypto/digest.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/recorded.h"
#include "tests/fakes/seeded_random.h"

namespace otp {
using std::chrono::seconds;

class OtpActor : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::otp};

  Actor spawn(size_t sweep_rows_max = 1000) {
    auto host = recorded.host(owner);
    host.space = &space;
    Config config;
    config.index_key = index_key;
    config.random = std::make_shared<SeededRandom>(7);
    config.fixed_code = "473829";
    config.queue = std::make_shared<outbox::Queue>(
        outbox::QueueParts{store::Service::otp, host.sealer, std::make_shared<SeededRandom>(8),
                           std::make_shared<outbox::Waiting>(100), [this] { ++pokes; }});
    config.sweep_rows_max = sweep_rows_max;
    return actors.spawn(partition, config, host, Clock{[&] { return now; }});
  }
  Asked<Made> make(const Actor& actor, const std::string& of) {
    return actors.ask<Made>(actor, make_atom::value, of, by);
  }
  Asked<Outcome> check_later(const Actor& actor, const std::string& code) {
    return actors.ask_later<Outcome>(actor, check_atom::value, key, code, by);
  }
  std::vector<Asked<Outcome>> check_64_times(const Actor& actor, const std::string& code) {
    std::vector<Asked<Outcome>> guesses;
    guesses.reserve(64);
    for (int i = 0; i < 64; ++i) guesses.push_back(check_later(actor, code));
    return guesses;
  }

  bool is_low = false;
  store::FreeSpace space{[this] { return std::optional<uint64_t>{is_low ? 1u : 100u}; }, 50};
  int pokes = 0;
  std::shared_ptr<const seal::IndexKey> index_key = std::make_shared<const seal::IndexKey>(
      crypto::SecureBytes::from(std::string_view{"an index key of thirty-two bytes"}));
  std::string key = hash_of(*index_key, {"ext", "9820173642"});
  ActorFixture actors;
  HeldJournal journal{actors};
  Recorded recorded{journal};
  const audit::Origin by{"alice-uuid", "", ""};
  UtcTime now{seconds{1'704'196'800}};
};

TEST_F(OtpActor, NothingIsAnsweredBeforeTheJournal) {
  const auto actor = spawn();
  const auto made = make(actor, key);
  EXPECT_FALSE(made.arrived());
  journal.release();
  EXPECT_EQ(made.value().code, "473829");
  const auto checked = check_later(actor, "473829");
  actors.run();
  EXPECT_FALSE(checked.arrived());
  journal.release();
  EXPECT_EQ(checked.value(), Outcome::success);
}

TEST_F(OtpActor, OfManyWrongGuessesTheThresholdIsLookedAt) {
  const auto actor = spawn();
  make(actor, key);
  const auto guesses = check_64_times(actor, "000000");
  actors.run();
  journal.release();
  const auto told = [&](Outcome outcome) {
    return std::ranges::count_if(guesses, [=](const auto& one) { return one.value() == outcome; });
  };
  EXPECT_EQ(told(Outcome::invalid), 9);
  EXPECT_EQ(told(Outcome::blocked), 55);
}

TEST_F(OtpActor, OfManyRightCodesOneSucceeds) {
  const auto actor = spawn();
  make(actor, key);
  const auto guesses = check_64_times(actor, "473829");
  actors.run();
  journal.release();
  EXPECT_EQ(guesses.front().value(), Outcome::success);
  for (size_t i = 1; i < guesses.size(); ++i)
    EXPECT_EQ(guesses[i].value(), Outcome::no_record) << i;
}

TEST_F(OtpActor, TheOutboxHearsOfAMessageOnceItIsDurable) {
  const auto actor = spawn();
  outbox::Message message;
  message.to = {"9820173642"};
  const auto sent = actors.ask<bool>(actor, send_atom::value, Send{key, {message}}, by);
  EXPECT_FALSE(sent.arrived());
  EXPECT_EQ(pokes, 0);
  ASSERT_EQ(journal.held().size(), 1u) << "code and message are one batch";
  journal.release();
  EXPECT_FALSE(sent.value());
  EXPECT_EQ(pokes, 1);
  EXPECT_EQ(actors.ask<Standing>(actor, look_atom::value, key).value(), Standing::open);
}

TEST_F(OtpActor, ASweepGoesOnUntilNothingIsDue) {
  const auto actor = spawn(2);
  for (int i = 0; i < 5; ++i) make(actor, hash_of(*index_key, {"ext", std::to_string(i)}));
  journal.release();
  now += seconds{3600};
  actors.ask<uint64_t>(actor, sweep_atom::value);
  journal.release();
  const auto swept = actors.ask<uint64_t>(actor, sweep_atom::value);
  EXPECT_EQ(swept.value(), 0u);
}

TEST_F(OtpActor, ASweepMakesRoomOnALowDisk) {
  const auto actor = spawn();
  make(actor, key);
  journal.release();
  now += seconds{3600};
  is_low = true;
  space.tick();
  EXPECT_EQ(make(actor, key).error(), Errc::storage_full);
  const auto swept = actors.ask<uint64_t>(actor, sweep_atom::value);
  journal.release();
  EXPECT_EQ(swept.value(), 1u);
}

TEST_F(OtpActor, EveryGuessIsRecordedAndNoCode) {
  const auto actor = spawn();
  make(actor, key);
  check_later(actor, "000000");
  check_later(actor, "473829");
  actors.run();
  journal.release();
  const auto shown = crypto::hex_lower(std::as_bytes(std::span{key}));
  EXPECT_EQ(recorded.events(owner),
            (std::vector<std::string>{"OTP_GENERATED|alice-uuid|" + shown + "|success",
                                      "OTP_VALIDATED|alice-uuid|" + shown + "|invalid",
                                      "OTP_VALIDATED|alice-uuid|" + shown + "|success"}));
}

TEST_F(OtpActor, AClearedKeyIsNew) {
  const auto actor = spawn();
  make(actor, key);
  for (int i = 0; i < 10; ++i) check_later(actor, "000000");
  actors.run();
  const auto cleared = actors.ask<Done>(actor, clear_atom::value, key, by);
  const auto made = make(actor, key);
  journal.release();
  EXPECT_TRUE(cleared.result().ok());
  EXPECT_FALSE(made.value().blocked);
}
}  // namespace otp
