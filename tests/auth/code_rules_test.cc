// tests/auth/code_rules_test.cc: applications, channels and addresses of one-time codes.
#include "actors/auth/code_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace auth::test {
using outbox::Channel;
using testing::ElementsAre;

TEST(CodeRules, WhatApplicationsAllow) {
  EXPECT_TRUE(code_rules_of("preregistration").registers_itself);
  EXPECT_EQ(code_rules_of("preregistration").channels_max, 1u);
  EXPECT_STREQ(code_rules_of("preregistration").role, "INDIVIDUAL");
  EXPECT_TRUE(code_rules_of("ida").takes_uin);
  EXPECT_STREQ(code_rules_of("resident").role, "RESIDENT");
  for (const char* other : {"admin", "registrationclient", "partner"}) {
    EXPECT_FALSE(code_rules_of(other).takes_uin) << other;
    EXPECT_FALSE(code_rules_of(other).registers_itself) << other;
    EXPECT_EQ(code_rules_of(other).channels_max, 2u) << other;
  }
}

TEST(CodeRules, KindsOfUserIds) {
  EXPECT_EQ(user_id_kind_of("uin"), UserIdKind::uin);
  EXPECT_EQ(user_id_kind_of("USERID"), UserIdKind::user_id);
  EXPECT_EQ(user_id_kind_of("VID"), std::nullopt);
}

TEST(CodeRules, ChannelsByAnyOfTheirNames) {
  for (const char* name : {"phone", "Mobile", "MOBILENUMBER", "sms"})
    EXPECT_THAT(channels_of({name}, 1).value(), ElementsAre(Channel::sms)) << name;
  EXPECT_THAT(channels_of({"EMAIL", "email", "Email"}, 1).value(), ElementsAre(Channel::email));
  EXPECT_THAT(channels_of({"phone", "email", "sms"}, 2).value(),
              ElementsAre(Channel::sms, Channel::email));
  EXPECT_EQ(channels_of({"phone", "email"}, 1).error(), Errc::sendotp_multiple_channels);
  EXPECT_EQ(channels_of({"phone", "letter"}, 1).error(), Errc::sendotp_channel_invalid);
  EXPECT_EQ(channels_of({"phone", ""}, 2).error(), Errc::sendotp_channel_invalid);
  EXPECT_EQ(channels_of({}, 2).error(), Errc::sendotp_channel_invalid);
}

TEST(CodeRules, Addresses) {
  for (const char* good : {"a@b", "first.last+tag@mosip.io"})
    EXPECT_TRUE(is_address(Channel::email, good)) << good;
  for (const char* bad :
       {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: x@y", "a@b,c", "<a@b>"})
    EXPECT_FALSE(is_address(Channel::email, bad)) << bad;
  EXPECT_FALSE(is_address(Channel::email, "a@" + std::string(253, 'b')));
  for (const char* good : {"982017", "+919820173642"})
    EXPECT_TRUE(is_address(Channel::sms, good)) << good;
  for (const char* bad : {"", "+", "98201", "9820-173642", "++919820173642", "1234567890123456"})
    EXPECT_FALSE(is_address(Channel::sms, bad)) << bad;
  EXPECT_EQ(address_of({"a@b", ""}, Channel::email), "a@b");
  EXPECT_EQ(address_of({"a@b", ""}, Channel::sms), std::nullopt);
}
}  // namespace auth::test
