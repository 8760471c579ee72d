// tests/identity/identity_actor_test.cc: the directory between mailbox, journal and sign-in.
#include "actors/identity/identity_actor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/identity/identity_contacts.h"
#include "actors/identity/identity_key.h"
#include "tests/fakes/actor_fixture.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/seeded_random.h"

namespace identity {
class IdentityActor : public ::testing::Test {
 protected:
  static constexpr store::Owner owner{0, store::Service::identity};

  Asked<PutCounts> put(const std::string& uin, const Person& known) {
    return actors.ask<PutCounts>(directory, put_atom::value,
                                 std::vector<Filed>{{hash_of(*index_key, uin), known}});
  }
  Result<auth::Contact> contact(const std::string& uin) {
    return actors.ask<auth::Contact>(lookup, auth::identity_atom::value, uin).result();
  }

  SeededRandom random{3};
  std::shared_ptr<const seal::IndexKey> index_key = std::make_shared<const seal::IndexKey>(
      crypto::SecureBytes::from(std::string_view{"an index key of thirty-two bytes"}));
  ActorFixture actors;
  HeldJournal journal{actors};
  Actor directory = actors.spawn(
      partition,
      std::make_shared<seal::Sealer>(
          std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random)), random,
          owner),
      journal.host(owner), Clock{[] { return UtcTime{std::chrono::seconds{1'704'196'800}}; }});
  auth::IdentityLookup lookup = actors.spawn(contacts, ContactsConfig{index_key, {directory}});
  const Person person{Status::activated, "person@example.org", "9820173642", {"eng"}};
};

TEST_F(IdentityActor, NothingIsAnsweredBeforeTheJournal) {
  const auto added = put("2530192395", person);
  EXPECT_FALSE(added.arrived());
  journal.release();
  EXPECT_EQ(added.value(), (PutCounts{1, 0, 0}));
  const auto blocked = actors.ask<Found>(directory, status_atom::value,
                                         hash_of(*index_key, "2530192395"), Status::blocked);
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

TEST_F(IdentityActor, ADirectoryThatEndedDoesNotAnswer) {
  actors.end();
  lookup = actors.spawn(contacts, ContactsConfig{index_key, {directory}});
  EXPECT_EQ(actors.ask<auth::Contact>(lookup, auth::identity_atom::value, std::string{"1"}).error(),
            Errc::internal);
}
}  // namespace identity
