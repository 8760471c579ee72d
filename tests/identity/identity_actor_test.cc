// tests/identity/identity_actor_test.cc: the directory between mailbox, journal and sign-in.
#include "actors/identity/identity_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/identity/identity_contacts.h"
#include "actors/identity/identity_key.h"
#include "crypto/digest.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/recorded.h"

namespace identity {
class IdentityActor : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::identity};

  Asked<PutCounts> put(const std::string& uin, const Person& known) {
    return actors.ask<PutCounts>(directory, put_atom::value,
                                 std::vector<Filed>{{hash_of(*index_key, uin), known}}, by);
  }
  Result<auth::Contact> contact(const std::string& uin) {
    const auto asked = actors.ask<auth::Contact>(lookup, auth::identity_atom::value, uin, by);
    journal.release();
    return asked.result();
  }

  std::shared_ptr<const seal::IndexKey> index_key = std::make_shared<const seal::IndexKey>(
      crypto::SecureBytes::from(std::string_view{"an index key of thirty-two bytes"}));
  ActorFixture actors;
  HeldJournal journal{actors};
  Recorded recorded{journal};
  const audit::Origin by{"alice-uuid", "", ""};
  Actor directory =
      actors.spawn(partition, recorded.host(owner),
                   Clock{[] { return UtcTime{std::chrono::seconds{1'704'196'800}}; }});
  auth::IdentityLookup lookup = actors.spawn(contacts, ContactsConfig{index_key, {directory}});
  const Person person{Status::activated, "person@example.org", "9820173642", {"eng"}};
};

TEST_F(IdentityActor, NothingIsAnsweredBeforeTheJournal) {
  const auto added = put("2530192395", person);
  EXPECT_FALSE(added.arrived());
  journal.release();
  EXPECT_EQ(added.value(), (PutCounts{1, 0, 0}));
  const auto blocked = actors.ask<Found>(directory, status_atom::value,
                                         hash_of(*index_key, "2530192395"), Status::blocked, by);
  EXPECT_FALSE(blocked.arrived());
  journal.release();
  EXPECT_EQ(blocked.value().person.status, Status::blocked);
}

TEST_F(IdentityActor, SignInHearsOfActivePersonsAlone) {
  put("2530192395", person);
  Person other = person;
  other.status = Status::blocked;
  put("1", other);
  other.status = Status::deactivated;
  put("2", other);
  journal.release();
  ASSERT_TRUE(contact("2530192395").ok());
  EXPECT_EQ(contact("2530192395").value().email, "person@example.org");
  EXPECT_EQ(contact("2530192395").value().phone, "9820173642");
  for (const char* uin : {"1", "2", "3", "", "person@example.org"})
    EXPECT_EQ(contact(uin).error(), Errc::sendotp_user_not_found) << uin;
}

TEST_F(IdentityActor, WhoReadsAPersonIsRecordedBeforeItIsTold) {
  put("2530192395", person);
  journal.release();
  const auto asked =
      actors.ask<auth::Contact>(lookup, auth::identity_atom::value, std::string{"2530192395"}, by);
  EXPECT_FALSE(asked.arrived());
  journal.release();
  EXPECT_TRUE(asked.result().ok());
  contact("1");  // nobody: nothing was read
  actors.ask<Found>(directory, status_atom::value, hash_of(*index_key, "2530192395"),
                    Status::blocked, by);
  journal.release();
  const std::string raw = hash_of(*index_key, "2530192395");
  const std::string hash = crypto::hex_lower(std::as_bytes(std::span{raw}));
  EXPECT_EQ(recorded.events(owner),
            (std::vector<std::string>{"IDENTITY_FILED|alice-uuid|" + hash + "|added",
                                      "IDENTITY_READ|alice-uuid|" + hash + "|success",
                                      "IDENTITY_STATUS_CHANGED|alice-uuid|" + hash + "|BLOCKED"}));
}

TEST_F(IdentityActor, ADirectoryThatEndedDoesNotAnswer) {
  actors.end();
  lookup = actors.spawn(contacts, ContactsConfig{index_key, {directory}});
  EXPECT_EQ(
      actors.ask<auth::Contact>(lookup, auth::identity_atom::value, std::string{"1"}, by).error(),
      Errc::internal);
}
}  // namespace identity
