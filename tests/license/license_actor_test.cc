// tests/license/license_actor_test.cc: licence keys between mailbox, journal and store.
#include "actors/license/license_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/seeded_random.h"

namespace license {
using testing::ElementsAre;
using Texts = std::vector<std::string>;

class LicenseActor : public ::testing::Test {
 protected:
  Actor spawn(uint64_t seed = 1) {
    Config config{{16, {"OTP Trigger", "eKYC - Full"}}, {}, std::make_shared<SeededRandom>(seed)};
    return actors.spawn(partition, config, journal.host({0, store::Service::license}),
                        Clock{[&] { return now; }});
  }
  Asked<std::string> generate(const Actor& actor) {
    return actors.ask<std::string>(actor, make_atom::value,
                                   Generate{"4411", now + std::chrono::hours{1}});
  }
  Asked<Done> map(const Actor& actor, const std::string& key, Texts permissions) {
    return actors.ask<Done>(actor, map_atom::value, Map{{"4411", key}, std::move(permissions)});
  }
  Asked<Texts> look_up(const Actor& actor, const std::string& key) {
    return actors.ask<Texts>(actor, read_atom::value, Pair{"4411", key});
  }
  Asked<Done> set_status(const Actor& actor, const std::string& key, const std::string& status) {
    return actors.ask<Done>(actor, status_atom::value, SetStatus{key, status});
  }
  /// A durable key with one permission.
  std::string ready_key(const Actor& actor) {
    const auto key = generate(actor);
    journal.release();
    map(actor, key.value(), {"OTP Trigger"});
    journal.release();
    return key.value();
  }

  ActorFixture actors;
  HeldJournal journal{actors};
  UtcTime now{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC
};

TEST_F(LicenseActor, AKeyIsAnsweredOnlyAfterTheJournal) {
  const auto actor = spawn();
  const auto key = generate(actor);
  EXPECT_FALSE(key.arrived());
  journal.release();
  EXPECT_EQ(key.value().size(), 16u);
}

TEST_F(LicenseActor, ALookupOfADurableKeyIsAnsweredAtOnce) {
  const auto actor = spawn();
  const std::string key = ready_key(actor);
  EXPECT_THAT(look_up(actor, key).value(), ElementsAre("OTP Trigger"));
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(LicenseActor, ALookupOfWhatIsNotDurableWaits) {
  const auto actor = spawn();
  const std::string key = ready_key(actor);
  const auto added = map(actor, key, {"eKYC - Full"});
  const auto seen = look_up(actor, key);
  EXPECT_FALSE(added.arrived());
  EXPECT_FALSE(seen.arrived());
  journal.release();
  EXPECT_TRUE(added.result().ok());
  EXPECT_THAT(seen.value(), ElementsAre("eKYC - Full", "OTP Trigger"));
}

TEST_F(LicenseActor, ARefusedLookupWaitsForTheStatusThatRefusedIt) {
  const auto actor = spawn();
  const std::string key = ready_key(actor);
  set_status(actor, key, "BLOCKED");
  const auto refused = look_up(actor, key);
  EXPECT_FALSE(refused.arrived());
  journal.release();
  EXPECT_EQ(refused.error(), Errc::license_not_found);
}

TEST_F(LicenseActor, RefusalsAreAnsweredAtOnceAndWriteNothing) {
  const auto actor = spawn();
  EXPECT_EQ(actors.ask<std::string>(actor, make_atom::value, Generate{"4411", now}).error(),
            Errc::license_expiry_past);
  EXPECT_EQ(map(actor, "unknown", {"OTP Trigger"}).error(), Errc::license_not_found);
  EXPECT_EQ(set_status(actor, "unknown", "ACTIVE").error(), Errc::license_not_found);
  EXPECT_EQ(look_up(actor, "unknown").error(), Errc::license_not_found);
  EXPECT_TRUE(journal.held().empty());
}

TEST_F(LicenseActor, ACrashLosesOnlyWhatWasNotAnswered) {
  auto actor = spawn();
  const std::string key = ready_key(actor);
  const auto lost = map(actor, key, {"eKYC - Full"});
  journal.lose();
  actors.end();
  EXPECT_FALSE(lost.arrived() && !lost.failed());
  actor = spawn(2);
  EXPECT_THAT(look_up(actor, key).value(), ElementsAre("OTP Trigger"));
}

TEST_F(LicenseActor, ALicenceExpiresByTheClock) {
  const auto actor = spawn();
  const std::string key = ready_key(actor);
  now += std::chrono::hours{2};
  EXPECT_EQ(look_up(actor, key).error(), Errc::license_expired);
}
}  // namespace license
