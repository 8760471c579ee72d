// tests/auth/auth_trail_test.cc: what the audit trail says of logins, users and clients, and of
// whom.
#include "actors/auth/auth_trail.h"

#include <gmock/gmock.h>

#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

class AuthTrailTest : public SignInFixture {
 protected:
  static constexpr const char* user = "234ec93f-6afd-47bd-942a-3d541b746be4";
  const audit::Origin clerk{"clerk-uuid", "admin-client", "10.2.2.2"};

  /// What was recorded since the last call, whatever partition it is in.
  std::vector<std::string> news() {
    std::vector<std::string> all;
    for (uint16_t i = 0; i < partitions_count; ++i) {
      const store::Owner owner{i, store::Service::auth};
      auto events = recorded_.events(owner);
      all.insert(all.end(), events.begin() + static_cast<std::ptrdiff_t>(known_[i]), events.end());
      known_[i] = events.size();
      EXPECT_FALSE(recorded_.verify(owner).broken);
    }
    return all;
  }
  template <class Answer, class... Message>
  Result<Answer> ask_owner(const std::string& key, Message... message) {
    auto asked = actors_.ask<Answer>(partitions_[partition_of(key, partitions_count)], message...);
    settle();
    return asked.result();
  }
  std::string key_of(const std::string& name) { return user_key_of(*keys_.index, "mosip", name); }

  std::array<size_t, partitions_count> known_{};
};

TEST_F(AuthTrailTest, OnlyGuessesThatCountAreKept) {
  log_in(login("wrong"));
  EXPECT_THAT(news(), ElementsAre(std::string{"LOGIN_CHECKED||"} + user + "|wrong password"));
  auto stranger = login();
  stranger.user_name = "nobody";
  log_in(stranger);
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(AuthTrailTest, WhoChangedAPasswordIsNamed) {
  ChangePassword change{"admin", "110006", crypto_pool::Secret{"mosip"},
                        crypto_pool::Secret{"fresh-one"}, clerk};
  ASSERT_TRUE(ask<SignedIn>(change_atom::value, change).ok());
  EXPECT_THAT(news(),
              IsSupersetOf({std::string{"PASSWORD_CHANGED|clerk-uuid|"} + user + "|success"}));
}

TEST_F(AuthTrailTest, ATokenThatCameTwiceEndsTheSession) {
  const auto first = log_in().value();
  renew(first.refresh_token);
  now_ += 6;
  news();
  renew(first.refresh_token);
  EXPECT_THAT(news(), ElementsAre(std::string{"SESSION_ENDED|"} + user + "|" + first.session_state +
                                  "|token used twice"));
  renew(first.refresh_token);  // There is no session any more.
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(AuthTrailTest, ASessionEndsOnce) {
  const auto first = log_in().value();
  news();
  ASSERT_TRUE(leave(first.access_token).ok());
  EXPECT_THAT(news(), ElementsAre(std::string{"SESSION_ENDED|"} + user + "|" + first.session_state +
                                  "|success"));
  leave(first.access_token);
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(AuthTrailTest, AnEnrolledUserIsAddedOnce) {
  User fresh;
  fresh.realm = "mosip";
  fresh.user_name = fresh.name = "9820173642";
  fresh.uuid = "fresh-uuid";
  const auto enroll_as = [&](const std::string& uuid) {
    fresh.uuid = uuid;
    return ask_owner<UserOrdered>(key_of("9820173642"), enroll_atom::value, key_of("9820173642"),
                                  fresh, clerk);
  };
  ASSERT_TRUE(enroll_as("fresh-uuid").ok());
  EXPECT_THAT(news(), ElementsAre("USER_ADDED|clerk-uuid|fresh-uuid|success"));
  EXPECT_EQ(enroll_as("another-uuid").value().user.uuid, "fresh-uuid");
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(AuthTrailTest, ReadersOfUsersAndSaltsAreNamed) {
  const std::vector<std::string> keys{key_of("110006")};
  ASSERT_TRUE(ask_owner<FoundUsers>(keys[0], look_atom::value, keys, clerk).ok());
  ASSERT_TRUE(
      ask_owner<FoundSalts>(keys[0], salt_atom::value, SaltRequest{keys, {"salt"}, clerk}).ok());
  EXPECT_THAT(news(), ElementsAre(std::string{"USER_READ|clerk-uuid|"} + user + "|success",
                                  std::string{"USER_SALT_READ|clerk-uuid|"} + user + "|success"));
  const std::vector<std::string> strangers{key_of("nobody")};
  ASSERT_TRUE(ask_owner<FoundUsers>(strangers[0], look_atom::value, strangers, clerk).ok());
  EXPECT_THAT(news(), IsEmpty());
}

TEST_F(AuthTrailTest, AnOrderThatChangesNothingLeavesNoRecord) {
  UserOrder order;
  order.user_key = key_of("110006");
  order.by = clerk;
  const auto carry_out = [&](AccountVerb verb) {
    order.verb = verb;
    ASSERT_TRUE(ask_owner<UserOrdered>(order.user_key, order_atom::value, order).ok());
  };
  carry_out(AccountVerb::enable);
  EXPECT_THAT(news(), IsEmpty());
  carry_out(AccountVerb::disable);
  carry_out(AccountVerb::enable);
  EXPECT_THAT(news(), ElementsAre(std::string{"USER_CHANGED|clerk-uuid|"} + user + "|disabled",
                                  std::string{"USER_CHANGED|clerk-uuid|"} + user + "|enabled"));
}
}  // namespace auth::test
