// tests/auth/registration_rules_test.cc: tables of who may register as what, and for how long.
#include "actors/auth/registration_rules.h"

#include <gtest/gtest.h>

namespace auth {
class RegistrationRulesTest : public ::testing::Test {
 protected:
  static User applicant() {
    User user;
    user.user_name = "M392380";
    user.first_name = "test";
    user.last_name = "name";
    user.mobile = "974822990";
    user.mail = "testname@mosip.io";
    user.date_of_birth = "1975-11-05";
    user.gender = "male";
    user.roles = {"ADMIN"};
    user.is_active = false;
    user.registration.state = Registration::State::pending;
    user.registration.registered = 1000;
    return user;
  }
  RegistrationRules rules_{100, true, reference_privileged_roles()};
};

TEST_F(RegistrationRulesTest, ItLapsesAfterItsTime) {
  User user = applicant();
  EXPECT_TRUE(is_pending(user, rules_, 1100));
  EXPECT_FALSE(has_lapsed(user, rules_, 1100));
  EXPECT_TRUE(has_lapsed(user, rules_, 1101));
  EXPECT_FALSE(is_pending(user, rules_, 1101));
  EXPECT_FALSE(may_give_rid(user, rules_, 1101));
  user.registration.state = Registration::State::rid_given;
  user.registration.rid_given = 1050;
  user.registration.rid = "41355315155";
  EXPECT_TRUE(may_set_first_password(user, "41355315155", rules_, 1150));
  EXPECT_FALSE(may_set_first_password(user, "41355315156", rules_, 1150));
  EXPECT_FALSE(may_set_first_password(user, "41355315155", rules_, 1151));
  EXPECT_TRUE(has_lapsed(user, rules_, 1151));
}
TEST_F(RegistrationRulesTest, NoStepKeepsItForEver) {
  User user = applicant();
  user.registration.state = Registration::State::rid_given;
  user.registration.rid_given = 1190;
  EXPECT_FALSE(has_lapsed(user, rules_, 1200));
  EXPECT_TRUE(has_lapsed(user, rules_, 1201));
  user.registration.rid_given = 1201;
  EXPECT_FALSE(may_give_rid(user, rules_, 1201));
}
TEST_F(RegistrationRulesTest, WhatAnActiveUserHadOfOneIsNone) {
  User user = applicant();
  user.registration.state = Registration::State::rid_given;
  user.registration.registered = 0;
  user.registration.rid_given = 1000;
  EXPECT_FALSE(is_registration(user)) << "disabled since";
  EXPECT_FALSE(is_pending(user, rules_, 1001));
  EXPECT_FALSE(has_lapsed(user, rules_, 1'000'000));
}
TEST_F(RegistrationRulesTest, AccountsDoNotLapse) {
  User user = applicant();
  user.registration = {};
  EXPECT_FALSE(has_lapsed(user, rules_, 1'000'000));
  EXPECT_FALSE(may_give_rid(user, rules_, 1)) << "switched off by an administrator";
  user.is_active = true;
  EXPECT_TRUE(may_give_rid(user, rules_, 1)) << "without a password";
  user.registration.state = Registration::State::rid_given;
  user.registration.rid = "12345";
  EXPECT_FALSE(has_lapsed(user, rules_, 1'000'000));
  EXPECT_TRUE(may_set_first_password(user, "12345", rules_, 100));
  EXPECT_FALSE(may_set_first_password(user, "12345", rules_, 101));
  user.password_hash = "phc";
  EXPECT_FALSE(may_give_rid(user, rules_, 1));
  EXPECT_FALSE(may_set_first_password(user, "12345", rules_, 1));
}
TEST_F(RegistrationRulesTest, PrivilegedRolesAreNotedOrGranted) {
  struct Case {
    const char* role;
    bool by_global_admin, granted, privileged;
  };
  for (const Case& c :
       {Case{"ADMIN", false, true, false}, Case{"INDIVIDUAL", false, true, false},
        Case{"GLOBAL_ADMIN", false, false, false}, Case{"KEY_MAKER", false, false, false},
        Case{"PARTNER_ADMIN", false, false, false}, Case{"global_Admin", false, false, false},
        Case{"ZONAL_ADMIN", true, true, true}, Case{"SUPER_ADMIN", true, true, false}}) {
    User user = applicant();
    user.roles.clear();
    grant(user, c.role, c.by_global_admin, rules_);
    EXPECT_EQ(user.roles.size() == 1, c.granted) << c.role;
    EXPECT_EQ(user.registration.requested_roles.size() == 1, !c.granted) << c.role;
    EXPECT_EQ(rules_.is_privileged(user), c.privileged) << c.role;
  }
  User user = applicant();
  user.roles = {"KEY_MAKER"};
  EXPECT_TRUE(rules_.is_privileged(user));
}
TEST_F(RegistrationRulesTest, EachFaultyFieldIsNamed) {
  EXPECT_TRUE(faults_of(applicant(), false).empty());
  const auto fault = [&](auto change, bool by_global_admin = false) {
    User user = applicant();
    change(user);
    const auto faults = faults_of(user, by_global_admin);
    return faults.size() == 1 ? faults.front().substr(0, faults.front().find(' '))
                              : std::to_string(faults.size());
  };
  EXPECT_EQ(fault([](User& u) { u.user_name = "a b"; }), "request.username");
  EXPECT_EQ(fault([](User& u) { u.user_name = std::string(65, 'a'); }), "request.username");
  EXPECT_EQ(fault([](User& u) { u.user_name = "a\x1a"; }), "request.username");
  for (const char* bad : {"http://evil/x", "a,b", "a<b", "a?b", "Zoë"})
    EXPECT_EQ(fault([&](User& u) { u.user_name = bad; }, true), "request.username") << bad;
  for (const char* good : {"a.b-c_d", "a+b", "a1", "@"})
    EXPECT_EQ(fault([&](User& u) { u.user_name = good; }), "0") << good;
  for (const char* address :
       {"9820173642", "+919820173642", "ann@example.org", "1", "1234567890123456789012345678"}) {
    EXPECT_EQ(fault([&](User& u) { u.user_name = address; }), "request.username") << address;
    EXPECT_EQ(fault([&](User& u) { u.user_name = address; }, true), "0") << address;
  }
  EXPECT_EQ(fault([](User& u) { u.first_name = std::string(129, 'a'); }), "request.firstName");
  EXPECT_EQ(fault([](User& u) { u.last_name = "a\n"; }), "request.lastName");
  EXPECT_EQ(fault([](User& u) { u.mobile = "none"; }), "request.contactNo");
  EXPECT_EQ(fault([](User& u) { u.mail = "none"; }), "request.emailID");
  EXPECT_EQ(fault([](User& u) { u.date_of_birth = "1975-02-29"; }), "request.dateOfBirth");
  EXPECT_EQ(fault([](User& u) { u.gender = std::string(129, 'a'); }), "request.gender");
  for (const char* bad : {"A B", "X,GLOBAL_ADMIN", "A\n", "A;B", ""}) {
    EXPECT_EQ(fault([&](User& u) { u.roles = {bad}; }, true), "request.role") << bad;
    const auto asked_for = [&](User& u) {
      u.roles.clear();
      u.registration.requested_roles = {bad};
    };
    EXPECT_EQ(fault(asked_for), "request.role") << bad;
  }
}
TEST(RegistrationTexts, RidsAndDates) {
  for (const char* good : {"12345", "41355315155", "123456789012345678901234567890123456789"})
    EXPECT_TRUE(is_rid(good)) << good;
  for (const char* bad : {"", "1234", "1234a", "1234567890123456789012345678901234567890"})
    EXPECT_FALSE(is_rid(bad)) << bad;
  for (const char* good : {"1975-11-05", "2000-02-29"}) EXPECT_TRUE(is_date(good)) << good;
  for (const char* bad :
       {"1900-02-29", "1975-13-01", "1975-00-10", "1975/11/05", "75-11-05", "1975-11-5x"})
    EXPECT_FALSE(is_date(bad)) << bad;
}
}  // namespace auth
