// tests/otp_message/code_messages_test.cc: from a context and addresses to messages.
#include "actors/otp_message/code_messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace otp_message {
using outbox::Channel;

Delivery delivery(std::vector<std::string> languages = {"eng"}) {
  Delivery out;
  out.templates = std::make_shared<const Templates>(
      Texts{{"c-sms-template.eng", "Code $otp for $name\n"},
            {"c-sms-template.fra", "Le code $otp"},
            {"c-email-subject-template.eng", "Hello $name\n"},
            {"c-email-subject-template.fra", "Bonjour"},
            {"c-email-content-template.eng", "<p>$otp for $name</p>"},
            {"c-email-content-template.fra", "<p>$otp</p>"},
            {"bare-email-content-template.eng", "$otp"}});
  out.languages = std::move(languages);
  return out;
}
const std::vector<Address> both{{Channel::email, "a@b.c"}, {Channel::sms, "9820173642"}};

TEST(CodeMessages, OneAnAddress) {
  const auto made = code_messages(delivery(), "c", {{"name", "<Ann>"}}, both);
  ASSERT_TRUE(made.ok());
  auto messages = made.value();
  ASSERT_EQ(messages.size(), 2u);
  for (auto& message : messages) put_code(message, "473829");
  EXPECT_EQ(messages[0].channel, Channel::email);
  EXPECT_EQ(messages[0].to, std::vector<std::string>{"a@b.c"});
  EXPECT_EQ(messages[0].subject, "Hello <Ann>");
  EXPECT_EQ(messages[0].text, "<p>473829 for &lt;Ann&gt;</p>");
  EXPECT_TRUE(messages[0].html);
  EXPECT_EQ(messages[1].to, std::vector<std::string>{"9820173642"});
  EXPECT_EQ(messages[1].text, "Code 473829 for <Ann>");
  EXPECT_FALSE(messages[1].html);
}

TEST(CodeMessages, TwoLanguagesStandBelowEachOther) {
  const auto made = code_messages(delivery({"fra", "eng"}), "c", {}, both).value();
  EXPECT_EQ(made[0].subject, "Bonjour");
  EXPECT_EQ(made[0].text, "<p>\x1a</p>\n<br/><br/>\n<p>\x1a for $name</p>");
  EXPECT_EQ(made[1].text, "Le code \x1a\n\nCode \x1a for $name");
}

TEST(CodeMessages, WithoutHtmlNothingIsEscaped) {
  Delivery plain = delivery();
  plain.html = false;
  const auto made = code_messages(plain, "c", {{"name", "<Ann>"}}, both).value();
  EXPECT_FALSE(made[0].html);
  EXPECT_EQ(made[0].text, "<p>\x1a for <Ann></p>");
}

TEST(CodeMessages, WhatIsMissingIsNamed) {
  const auto fault = [](const Delivery& with, std::string_view context) {
    return text_of(code_messages(with, context, {}, both).faults().front());
  };
  EXPECT_EQ(fault(delivery({}), "c"),
            "Unable to find a primary and/or secondary language configured");
  EXPECT_EQ(fault(delivery({"eng", "ara"}), "c"),
            "Template is missing for language ara with context c-email-subject-template");
  EXPECT_EQ(fault(delivery(), "other"),
            "Template is missing for language eng with context other-email-subject-template");
}

TEST(CodeMessages, AChannelThatIsOffIsLeftOut) {
  Delivery without = delivery();
  without.email = false;
  const auto made = code_messages(without, "c", {}, both).value();
  ASSERT_EQ(made.size(), 1u);
  EXPECT_EQ(made[0].channel, Channel::sms);
  EXPECT_EQ(fault_of_channels(without, {Channel::email, Channel::sms}), std::nullopt);
  EXPECT_EQ(fault_of_channels(without, {Channel::email}), Errc::sendotp_email_off);
  without.sms = false;
  EXPECT_EQ(fault_of_channels(without, {Channel::sms}), Errc::sendotp_sms_off);
  EXPECT_EQ(fault_of_channels(without, {Channel::email, Channel::sms}), Errc::sendotp_both_off);
}
}  // namespace otp_message
