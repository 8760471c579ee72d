// tests/notification/notification_rules_test.cc: fields, numbers, addresses.
#include "actors/notification/notification_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace notification {
namespace {
using testing::ElementsAre;
using testing::IsEmpty;
using Texts = std::vector<std::string>;

std::vector<Errc> codes(const Faults& faults) {
  std::vector<Errc> out;
  for (const Fault& fault : faults) out.push_back(fault.errc);
  return out;
}
auto sms(const NumberRules& rules, std::string_view number, std::string_view text = "Hello") {
  return codes(faults_of_sms(rules, number, text));
}
NumberRules with(const std::string& pattern) {
  NumberRules rules;
  rules.pattern = Pattern::compile(pattern).value();
  return rules;
}

TEST(SmsRules, BothFieldsAreNeededAndOneFaultNamesEither) {
  EXPECT_THAT(sms({}, " "), ElementsAre(Errc::sms_blank));
  EXPECT_THAT(sms({}, "9820173642", "\n"), ElementsAre(Errc::sms_blank));
  EXPECT_THAT(sms({}, "", ""), ElementsAre(Errc::sms_blank));
}

TEST(SmsRules, WithoutAPatternDigitsInABandAreANumber) {
  for (const char* good : {"74376439", "743764398", "9820173642"})
    EXPECT_THAT(sms({}, good), IsEmpty()) << good;
  for (const char* bad : {"7437643", "98201736421", "98201736a2", "+982017364", "9820 73642"})
    EXPECT_THAT(sms({}, bad), ElementsAre(Errc::sms_number)) << bad;
}

TEST(SmsRules, AFixedLengthIsExactAndTold) {
  NumberRules rules;
  rules.digits = 10;
  EXPECT_THAT(sms(rules, "9820173642"), IsEmpty());
  const Faults faults = faults_of_sms(rules, "743764398", "Hello");
  ASSERT_EQ(codes(faults), (std::vector<Errc>{Errc::sms_number}));
  EXPECT_EQ(faults[0].args, (Texts{" 10 digits"}));
  EXPECT_EQ(faults_of_sms({}, "1", "Hello")[0].args, (Texts{""}));
}

TEST(SmsRules, APatternTakesThePlaceOfTheLengths) {
  const NumberRules rules = with("^[+]*([0-9]{1})([0-9]{9})$");
  EXPECT_THAT(sms(rules, "+9820173642"), IsEmpty());
  EXPECT_THAT(sms(rules, "74376439"), ElementsAre(Errc::sms_number));
  EXPECT_THAT(sms(rules, "9820173642\n"), ElementsAre(Errc::sms_number));
}

TEST(Pattern, TheWholeTextMustMatch) {
  const auto pattern = Pattern::compile("[0-9]{3}");
  ASSERT_TRUE(pattern.ok());
  EXPECT_TRUE(pattern.value().matches("123"));
  EXPECT_FALSE(pattern.value().matches("1234"));
  EXPECT_FALSE(pattern.value().matches("x123"));
  EXPECT_FALSE(pattern.value().matches(""));
}

TEST(Pattern, OneThatNeverEndsDoesNotMatch) {
  const auto pattern = Pattern::compile("(a+)+b");
  ASSERT_TRUE(pattern.ok());
  EXPECT_TRUE(pattern.value().matches("aaab"));
  EXPECT_FALSE(pattern.value().matches(std::string(200, 'a')));
  EXPECT_FALSE(Pattern::compile("a*").value().matches(std::string(257, 'a')));
}

TEST(Pattern, WhatIsNoneSaysWhere) {
  const auto pattern = Pattern::compile("[0-9");
  ASSERT_FALSE(pattern.ok());
  EXPECT_EQ(pattern.error(), "is no pattern: wrong at character 5");
}

MailForm mail() { return {{"a@example.org"}, {}, "Subject", "Content"}; }
constexpr const char* sender = "do-not-reply@mosip.io";

TEST(MailRules, AWholeFormHasNoFaults) {
  EXPECT_THAT(codes(faults_of_mail(mail(), sender)), IsEmpty());
}

TEST(MailRules, EveryFaultIsToldOnceInOrder) {
  EXPECT_THAT(codes(faults_of_mail({}, "")), ElementsAre(Errc::email_to, Errc::email_subject,
                                                         Errc::email_content, Errc::email_from));
}

TEST(MailRules, RecipientsMustBeAddresses) {
  const std::vector<Texts> bad = {{}, {" , "}, {"nobody"}, {"a@example.org", "b@"}};
  for (const Texts& to : bad) {
    MailForm form = mail();
    form.to = to;
    EXPECT_THAT(codes(faults_of_mail(form, sender)), ElementsAre(Errc::email_to));
  }
  MailForm form = mail();
  form.cc = {"nobody"};
  EXPECT_THAT(codes(faults_of_mail(form, sender)), ElementsAre(Errc::email_to));
}

TEST(MailRules, RecipientsAreBounded) {
  MailForm form = mail();
  form.to.assign(99, "a@example.org");
  form.cc = {"b@example.org"};
  EXPECT_THAT(codes(faults_of_mail(form, sender)), IsEmpty());
  form.cc = {"b@example.org,c@example.org"};
  EXPECT_THAT(codes(faults_of_mail(form, sender)), ElementsAre(Errc::email_to));
}

TEST(MailRules, ASubjectIsOneLine) {
  for (const std::string bad : {"a\r\nBcc: x@example.org", "a\nb", "a\rb", " "}) {
    MailForm form = mail();
    form.subject = bad;
    EXPECT_THAT(codes(faults_of_mail(form, sender)), ElementsAre(Errc::email_subject)) << bad;
  }
}

TEST(MailRules, ListsAreTakenApart) {
  EXPECT_THAT(addresses_in({"a@x, b@x", "", " c@x ", ",,d@x,"}),
              ElementsAre("a@x", "b@x", "c@x", "d@x"));
}

TEST(MailRules, Addresses) {
  for (const char* good : {"a@x", "first.last+tag@example.co.in", "o'neil@example.org"})
    EXPECT_TRUE(is_address(good)) << good;
  const std::string long_local = std::string(65, 'a') + "@x";
  const std::string long_all = "a@" + std::string(253, 'x');
  for (const std::string& bad :
       {std::string{""}, std::string{"a"}, std::string{"@x"}, std::string{"a@"},
        std::string{"a@b@c"}, std::string{"a b@x"}, std::string{"a@x\r\nRCPT TO:<b@x>"},
        std::string{"<a@x>"}, std::string{"a@x>"}, std::string{"a@.x"}, std::string{"a@x."},
        std::string{"\xc3\xa4@x"}, long_local, long_all})
    EXPECT_FALSE(is_address(bad)) << bad;
}
}  // namespace
}  // namespace notification
