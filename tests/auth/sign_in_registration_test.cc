// tests/auth/sign_in_registration_test.cc: from a registration to an account, who may take which
// step, and finding a user by the mobile number.
#include "tests/auth/registration_fixture.h"

namespace auth::test {
using RegistrationTest = RegistrationFixture;

TEST_F(RegistrationTest, ItBecomesAnAccountWithItsPassword) {
  ASSERT_TRUE(sign_up("M392380", "974 822 990", "testname@mosip.io").ok());
  EXPECT_EQ(mails().size(), 1u);
  EXPECT_FALSE(stored("M392380")->is_active);
  EXPECT_EQ(stored("M392380")->mobile, "974822990");
  EXPECT_EQ(log_in_as("M392380").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(set_password("M392380").error(), Errc::auth_invalid_credentials) << "no rid yet";
  EXPECT_FALSE(name_rid("m392380").value().blocked);
  EXPECT_EQ(mails().size(), 2u);
  EXPECT_EQ(set_password("M392380").error(), Errc::auth_invalid_credentials) << "no code shown";
  const auto own = by_code("M392380");
  EXPECT_TRUE(own->claims.roles.empty()) << "an inactive account has none";
  EXPECT_EQ(set_password("M392380", namesake_of("M392380")).error(), Errc::auth_invalid_credentials)
      << "the token of a user of that name that is gone";
  ASSERT_TRUE(set_password("M392380", own).ok());
  const auto signed_in = log_in_as("M392380");
  EXPECT_EQ(holder_of(signed_in)->claims.roles, (std::vector<std::string>{"ADMIN"}));
  EXPECT_EQ(stored("M392380")->rid, "41355315155");
  EXPECT_EQ(set_password("M392380", own).error(), Errc::auth_invalid_credentials) << "once";
  EXPECT_EQ(name_rid("M392380", own).error(), Errc::auth_invalid_credentials);
}
TEST_F(RegistrationTest, WithoutTheCodeWhereItIsNotAskedFor) {
  registration_.password_needs_otp = false;
  start();
  ASSERT_TRUE(sign_up("M392380", "974822990", "testname@mosip.io").ok());
  ASSERT_TRUE(name_rid("M392380").ok());
  ASSERT_TRUE(set_password("M392380").ok());
  EXPECT_TRUE(log_in_as("M392380").ok());
}
TEST_F(RegistrationTest, ARenewalWaitsForTheAccount) {
  sign_up("M392380", "974822990", "testname@mosip.io");
  name_rid("M392380");
  const auto signed_in = ask<SignedIn>(code_atom::value, CodeLogin{"admin", "M392380", code});
  EXPECT_EQ(renew(signed_in.value().refresh_token).error(), Errc::auth_token_invalid);
}
TEST_F(RegistrationTest, OnlyAGlobalAdminGrantsPrivilegedRoles) {
  ASSERT_TRUE(sign_up_as("GLOBAL_ADMIN", nullptr).ok());
  EXPECT_TRUE(stored("staff")->roles.empty());
  EXPECT_EQ(stored("staff")->registration.requested_roles,
            (std::vector<std::string>{"GLOBAL_ADMIN"}));
  ASSERT_TRUE(name_rid("staff").ok());
  ASSERT_TRUE(set_password("staff", by_code("staff")).ok());
  EXPECT_TRUE(holder_of(log_in_as("staff"))->claims.roles.empty());
}
TEST_F(RegistrationTest, APrivilegedAccountWantsProofAtEachStep) {
  registration_.password_needs_otp = false;
  start();
  ASSERT_TRUE(sign_up_as("ZONAL_ADMIN", boss()).ok());
  EXPECT_EQ(stored("staff")->roles, (std::vector<std::string>{"ZONAL_ADMIN"}));
  EXPECT_EQ(name_rid("staff").error(), Errc::auth_invalid_credentials);
  ASSERT_TRUE(name_rid("staff", boss()).ok());
  EXPECT_EQ(set_password("staff").error(), Errc::auth_invalid_credentials);
  const auto own = by_code("staff");
  ASSERT_TRUE(name_rid("staff", own).ok());
  now_ += reset_seconds + 1;
  EXPECT_EQ(set_password("staff", own).error(), Errc::auth_invalid_credentials)
      << "shown too long ago";
  now_ -= 1;
  EXPECT_TRUE(set_password("staff", own).ok());
}
TEST_F(RegistrationTest, AnActiveUserWithoutAPasswordGetsItsFirstByProof) {
  User user;
  user.realm = "mosip";
  user.user_name = "bare";
  user.uuid = "87f05764-789d-4e6b-9c1e-c56bbdc29563";
  put_user(user);
  registration_.password_needs_otp = false;
  start();
  EXPECT_EQ(name_rid("bare").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(name_rid("bare", boss()).error(), Errc::account_channel_missing);
  EXPECT_EQ(set_password("bare").error(), Errc::auth_invalid_credentials) << "tells nobody else";
  EXPECT_EQ(set_password("bare", boss()).error(), Errc::account_channel_missing);
  user.mail = "bare@example.org";
  put_user(user);
  ASSERT_TRUE(name_rid("bare", boss()).ok());
  EXPECT_EQ(set_password("bare").error(), Errc::auth_invalid_credentials);
  EXPECT_TRUE(set_password("bare", by_code("bare")).ok());
  EXPECT_TRUE(log_in_as("bare").ok());
}
TEST_F(RegistrationTest, WhatIsWrongIsNamed) {
  EXPECT_EQ(sign_up("9820173642", "1", "x").faults().size(), 3u);
  Register request = request_of("M392380", "974822990", "a@example.org");
  const std::string tomorrow = iso_utc(UtcTime{std::chrono::seconds{now_ + 86'400}}).substr(0, 10);
  request.user.date_of_birth = tomorrow;
  EXPECT_EQ(
      ask<User>(register_atom::value, request).faults(),
      (Faults{{Errc::admin_field_invalid, {"request.dateOfBirth must not be in the future"}}}));
  request = request_of("M392380", "974822990", "a@example.org");
  request.app_id = "nowhere";
  EXPECT_EQ(ask<User>(register_atom::value, request).error(), Errc::realm_not_found);
  sign_up("M392380", "974822990", "a@example.org");
  EXPECT_EQ(name_rid("nobody").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(name_rid("110006").error(), Errc::auth_invalid_credentials) << "has a password";
  EXPECT_EQ(name_rid("M392380", nullptr, "12x45").error(), Errc::auth_invalid_credentials);
  ASSERT_TRUE(name_rid("M392380").ok());
  const auto own = by_code("M392380");
  EXPECT_EQ(ask<Done>(first_atom::value, password_of("M392380", own, "short")).error(),
            Errc::account_password_short);
  EXPECT_EQ(ask<Done>(first_atom::value, password_of("M392380", own, "xM392380x")).error(),
            Errc::account_password_policy);
  SetFirstPassword other = password_of("M392380", own);
  other.rid = "41355315156";
  EXPECT_EQ(ask<Done>(first_atom::value, other).error(), Errc::auth_invalid_credentials);
}
TEST_F(RegistrationTest, OfTwoFirstPasswordsAtOnceOneCounts) {
  sign_up("M392380", "974822990", "testname@mosip.io");
  name_rid("M392380");
  const auto key = user_key_of(*keys_.index, "mosip", "M392380");
  const auto& owner = partitions_[partition_of(key, partitions_count)];
  const FirstPassword first{key, stored("M392380")->uuid, "41355315155", "phc of ksafuff"};
  auto one = actors_.ask<User>(owner, first_pw_atom::value, first);
  auto two = actors_.ask<User>(owner, first_pw_atom::value, first);
  settle();
  EXPECT_TRUE(one.result().ok());
  EXPECT_EQ(two.error(), Errc::account_password_failed);
  EXPECT_TRUE(log_in_as("M392380").ok());
}
TEST_F(RegistrationTest, TheLinkLeadsToUsOrWhereAGlobalAdminSays) {
  const auto text = [this](const std::string& name, const std::string& link,
                           const PrincipalPtr& caller) {
    Register request =
        request_of(name, name.substr(4, 1) + "00000", "m" + name.substr(4, 1) + "@example.org");
    request.link = link;
    request.caller = caller;
    const auto made = ask<User>(register_atom::value, request);
    return made.ok() ? mail_to(made.value().mail) : "refused";
  };
  const std::string own = rules().public_url;
  EXPECT_EQ(text("user1", "https://evil.example/x", nullptr), "user1 ");
  EXPECT_EQ(text("user2", own + ".evil.example", nullptr), "user2 ");
  EXPECT_EQ(text("user3", own + "/confirm", nullptr), "user3 " + own + "/confirm?username=user3");
  EXPECT_EQ(text("user4", "https://portal.example/", boss()),
            "user4 https://portal.example/?username=user4");
  EXPECT_EQ(text("user5", "javascript:x", boss()), "user5 ");
  EXPECT_EQ(text("user6", own + "/ Call 555 for your prize", nullptr), "user6 ");
  EXPECT_EQ(text("user7", own + "/\nhttps://evil.example", nullptr), "user7 ");
  EXPECT_EQ(text("user8+a@", own, nullptr), "user8+a@ " + own + "?username=user8%2Ba%40");
}

TEST_F(RegistrationTest, AUserIsFoundByItsNumber) {
  sign_up("M392380", "+974 822990", "testname@mosip.io");
  const auto find = [this](const std::string& mobile, const PrincipalPtr& caller) {
    return ask<User>(mobile_atom::value, FindByMobile{"admin", mobile, caller});
  };
  EXPECT_EQ(find("+974822990", boss()).error(), Errc::account_user_not_found) << "not active";
  name_rid("M392380");
  set_password("M392380", by_code("M392380"));
  EXPECT_EQ(find(" +97 4822990", boss()).value().user_name, "M392380");
  EXPECT_EQ(find("00974822990", boss()).value().user_name, "M392380") << "the same telephone";
  EXPECT_EQ(find("974822991", boss()).error(), Errc::account_user_not_found);
  const auto own = after_code("M392380");
  EXPECT_EQ(find("+974822990", own).value().user_name, "M392380");
  EXPECT_EQ(find("555", own).error(), Errc::forbidden);
  EXPECT_EQ(find("+974822990", holder_of(log_in_as("M392380"))).error(), Errc::forbidden)
      << "by password";
}
TEST_F(RegistrationTest, AUserOfPreRegistrationIsFoundByItsName) {
  User user;
  user.realm = "mosip";
  user.user_name = "9820173642";
  user.uuid = "87f05764-789d-4e6b-9c1e-c56bbdc29563";
  user.mobile = "9820173642";
  put_user(user);
  const auto found = ask<User>(mobile_atom::value, FindByMobile{"admin", "9820173642", boss()});
  EXPECT_EQ(found.value().user_name, "9820173642");
  EXPECT_TRUE(sign_up("M392380", "9820173642", "a@example.org").ok()) << "it claims nothing";
  name_rid("M392380");
  set_password("M392380", by_code("M392380"));
  EXPECT_EQ(
      ask<User>(mobile_atom::value, FindByMobile{"admin", "9820173642", boss()}).value().user_name,
      "M392380");
}
TEST_F(RegistrationTest, AnotherRidWantsProof) {
  sign_up("M392380", "974822990", "testname@mosip.io");
  ASSERT_TRUE(name_rid("M392380").ok());
  EXPECT_TRUE(name_rid("M392380").ok()) << "the same once more";
  const auto own = by_code("M392380");
  const size_t sent = mails().size();
  EXPECT_EQ(name_rid("M392380", nullptr, "99999").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(mails().size(), sent);
  EXPECT_EQ(stored("M392380")->registration.rid, "41355315155");
  EXPECT_TRUE(name_rid("M392380", own, "99999").ok());
  EXPECT_EQ(stored("M392380")->registration.rid, "99999");
  const auto key = user_key_of(*keys_.index, "mosip", "M392380");
  auto raced =
      actors_.ask<User>(partitions_[partition_of(key, partitions_count)], give_rid_atom::value,
                        GiveRid{key, stored("M392380")->uuid, "11111"});
  settle();
  EXPECT_EQ(raced.error(), Errc::auth_invalid_credentials);
}
TEST_F(RegistrationTest, WhereNoCodeIsSentTheRidStays) {
  sign_up("M392380", "974822990", "testname@mosip.io");
  bool is_blocked = false;
  for (int i = 0; i < 100 && !is_blocked; ++i) {
    const SendCode request{"admin", "M392380", "USERID", {"email"}, "auth-otp", {}};
    is_blocked = ask<CodeSent>(send_code_atom::value, request).value().blocked;
  }
  ASSERT_TRUE(is_blocked);
  EXPECT_TRUE(name_rid("M392380").value().blocked);
  EXPECT_EQ(stored("M392380")->registration.rid, "");
}
TEST_F(RegistrationTest, ALapsedOneIsNotInTheWayOfPreRegistration) {
  Register request = request_of("9820173642", "555001", "staff@example.org");
  request.caller = boss();
  ASSERT_TRUE(ask<User>(register_atom::value, request).ok());
  const auto enter = [this] {
    const SendCode by{"preregistration", "9820173642", "USERID", {"phone"}, "auth-otp", {}};
    ask<CodeSent>(send_code_atom::value, by);
    return ask<SignedIn>(code_atom::value, CodeLogin{"preregistration", "9820173642", code});
  };
  now_ += registration_.pending_seconds + 1;
  EXPECT_TRUE(enter().ok());
  EXPECT_TRUE(stored("9820173642")->is_active);
}
}  // namespace auth::test
