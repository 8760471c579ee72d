// tests/auth/sign_in_code_test.cc: one-time codes from the question to the session.
#include <gmock/gmock.h>

#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
class SignInCodeTest : public SignInFixture {
 protected:
  SignInCodeTest() {
    User user;
    user.realm = "mosip";
    user.user_name = "M392380";
    user.uuid = "834ec93f-6afd-47bd-942a-3d541b746be4";
    user.mail = "m392380@example.org";
    user.roles = {"ZONAL_ADMIN"};
    put_user(user);
  }
  static SendCode request(const std::string& app = "admin", const std::string& user = "M392380",
                          const std::string& channel = "email") {
    return {app, user, "USERID", {channel}, "auth-otp", {}};
  }
  Result<CodeSent> send(const SendCode& with = request()) {
    return ask<CodeSent>(send_code_atom::value, with);
  }
  Result<SignedIn> enter(const std::string& with = code, const std::string& user = "M392380",
                         const std::string& app = "admin") {
    return ask<SignedIn>(code_atom::value, CodeLogin{app, user, with});
  }
  size_t messages() {
    size_t found = 0;
    for (const auto& [key, value] : journal_.store().entries)
      found += static_cast<unsigned char>(key[2]) == static_cast<uint8_t>(store::Service::outbox);
    return found / 3;
  }
  HeldJournal& journal() { return journal_; }
  Claims claims_of(const SignedIn& signed_in) {
    Verifier verifier{trust(), *board_};
    return verifier.verify(signed_in.access_token, now_).value()->claims;
  }
};

TEST_F(SignInCodeTest, ACodeSignsInOnce) {
  EXPECT_FALSE(send().value().blocked);
  const auto signed_in = enter(code, "m392380").value();
  EXPECT_EQ(claims_of(signed_in).user_name, "M392380");
  EXPECT_EQ(claims_of(signed_in).amr, std::vector<std::string>{"otp"});
  EXPECT_EQ(claims_of(signed_in).authorized_party, "mosip-admin-client");
  EXPECT_TRUE(renew(signed_in.refresh_token).ok());
  EXPECT_EQ(enter().error(), Errc::otp_not_generated);
}

TEST_F(SignInCodeTest, CodeAndMessageAreOneBatchBeforeTheAnswer) {
  auto asked = actors_.ask<CodeSent>(sign_in_, send_code_atom::value, request());
  EXPECT_FALSE(asked.arrived());
  EXPECT_EQ(journal().held().size(), 1u);
  settle();
  EXPECT_TRUE(asked.result().ok());
  EXPECT_EQ(messages(), 1u);
}

TEST_F(SignInCodeTest, WrongExpiredAndFrozen) {
  send();
  EXPECT_EQ(enter("000000").error(), Errc::user_otp_invalid);
  EXPECT_EQ(enter("x").error(), Errc::otp_not_numeric);
  now_ += 181;
  EXPECT_EQ(enter().error(), Errc::user_otp_expired);
  send();
  for (int i = 0; i < 9; ++i) enter("000000");
  EXPECT_TRUE(enter().value().blocked);
  EXPECT_TRUE(enter().value().access_token.empty());
  EXPECT_TRUE(send().value().blocked);
  EXPECT_EQ(messages(), 2u);
}

TEST_F(SignInCodeTest, ACodeIsForOneApplication) {
  send();
  EXPECT_EQ(enter(code, "M392380", "registrationclient").error(), Errc::otp_not_generated);
  EXPECT_TRUE(enter(code, "M392380", "ADMIN").ok());
}

TEST_F(SignInCodeTest, WithoutAnApplicationTheOneWithACode) {
  EXPECT_EQ(enter(code, "M392380", "").error(), Errc::otp_not_generated);
  send();
  EXPECT_TRUE(enter(code, "M392380", "").ok());
  send(request("admin"));
  send(request("regproc"));
  const auto several = enter(code, "M392380", "");
  EXPECT_EQ(text_of(several.faults().front()), "request.appId must not be blank");
  now_ += 181;
  send(request("admin"));
  EXPECT_TRUE(enter(code, "M392380", "").ok()) << "the other one's has expired";
  EXPECT_EQ(enter(code, "M392380", "").error(), Errc::user_otp_expired);
}

TEST_F(SignInCodeTest, FaultsInTheirOrder) {
  SendCode bad{"nothing", "nobody", "VID", {"letter"}, "none", {}};
  EXPECT_EQ(send(bad).error(), Errc::realm_not_found);
  bad.app_id = "admin";
  EXPECT_EQ(send(bad).error(), Errc::sendotp_user_id_type);
  bad.user_id_type = "UIN";
  EXPECT_EQ(send(bad).error(), Errc::sendotp_user_id_type) << "no person signs in here";
  bad.user_id_type = "UserId";
  EXPECT_EQ(send(bad).error(), Errc::sendotp_channel_invalid);
  bad.app_id = "prereg";
  bad.channels = {"email", "phone"};
  EXPECT_EQ(send(bad).error(), Errc::sendotp_multiple_channels);
  bad.app_id = "admin";
  EXPECT_EQ(send(bad).error(), Errc::sendotp_user_not_found);
  bad.user_id = "M392380";
  EXPECT_EQ(send(bad).error(), Errc::sendotp_no_address) << "no telephone";
  bad.channels = {"email"};
  EXPECT_EQ(send(bad).error(), Errc::template_missing);
  bad.context = "auth-otp";
  EXPECT_TRUE(send(bad).ok());
  EXPECT_EQ(enter(code, "M392380", "nothing").error(), Errc::realm_not_found);
  EXPECT_EQ(enter(code, "nobody").error(), Errc::user_detail_missing);
}

TEST_F(SignInCodeTest, ATemplateWithoutACodeIsNotSent) {
  SendCode alert = request();
  alert.context = "admin-registration";
  alert.variables = {{"username", "you"}, {"link", "https://evil.example"}};
  EXPECT_EQ(send(alert).error(), Errc::template_missing);
  EXPECT_EQ(messages(), 0u);
  EXPECT_EQ(enter().error(), Errc::otp_not_generated) << "no code either";
}

TEST_F(SignInCodeTest, AChannelThatIsOff) {
  delivery_.email = false;
  start();
  EXPECT_EQ(send().error(), Errc::sendotp_email_off);
  EXPECT_EQ(send(request("admin", "nobody")).error(), Errc::sendotp_email_off);
}

TEST_F(SignInCodeTest, APreRegistrationUserIsMadeByTheFirstCode) {
  const auto sent = send(request("preregistration", "someone@mosip.io"));
  EXPECT_FALSE(sent.value().blocked);
  EXPECT_EQ(send(request("admin", "someone@mosip.io")).error(), Errc::sendotp_user_not_found);
  const auto first = claims_of(enter(code, "someone@mosip.io", "preregistration").value());
  EXPECT_EQ(first.roles, std::vector<std::string>{"INDIVIDUAL"});
  EXPECT_EQ(first.user_name, "someone@mosip.io");
  send(request("preregistration", "Someone@mosip.io"));
  const auto second = claims_of(enter(code, "SOMEONE@mosip.io", "preregistration").value());
  EXPECT_EQ(second.subject, first.subject) << "the same user";
  EXPECT_TRUE(send(request("admin", "someone@mosip.io")).ok()) << "known by the address now";
}

TEST_F(SignInCodeTest, APreRegistrationUserIdIsAnAddress) {
  EXPECT_EQ(send(request("preregistration", "someone@mosip.io", "phone")).error(),
            Errc::sendotp_no_address);
  EXPECT_EQ(send(request("preregistration", "9820173642", "email")).error(),
            Errc::sendotp_no_address);
  EXPECT_TRUE(send(request("preregistration", "9820173642", "phone")).ok());
}

TEST_F(SignInCodeTest, AKnownUserIsSentTheCodeAtTheOwnAddressAlone) {
  // Whoever has the telephone number 110006 is not the user of that name.
  EXPECT_EQ(send(request("preregistration", "110006", "phone")).error(), Errc::sendotp_no_address);
  EXPECT_EQ(messages(), 0u);
}

TEST_F(SignInCodeTest, AnInactiveUserIsUnknown) {
  User user;
  user.realm = "mosip";
  user.user_name = "9820173642";
  user.mobile = "9820173642";
  user.is_active = false;
  put_user(user);
  EXPECT_EQ(send(request("admin", "9820173642", "phone")).error(), Errc::sendotp_user_not_found);
  EXPECT_TRUE(send(request("preregistration", "9820173642", "phone")).ok());
  EXPECT_EQ(enter(code, "9820173642", "preregistration").error(), Errc::user_detail_missing);
}

TEST_F(SignInCodeTest, APersonOfTheDirectory) {
  SendCode by_uin{"ida", "2530192395", "UIN", {"email", "phone"}, "auth-otp", {}};
  EXPECT_EQ(send(by_uin).error(), Errc::sendotp_user_not_found) << "there is no directory";
  EXPECT_EQ(enter(code, "2530192395", "ida").error(), Errc::user_detail_missing);
  has_directory_ = true;
  start();
  EXPECT_TRUE(send(by_uin).ok());
  EXPECT_EQ(messages(), 2u);
  const auto person = claims_of(enter(code, "2530192395", "ida").value());
  EXPECT_EQ(person.user_name, "2530192395");
  EXPECT_EQ(person.roles, std::vector<std::string>{"INDIVIDUAL"});
  by_uin.user_id = "458575535";
  EXPECT_EQ(send(by_uin).error(), Errc::sendotp_user_not_found);
  EXPECT_EQ(enter(code, "458575535", "resident").error(), Errc::user_detail_missing);
}

TEST_F(SignInCodeTest, TheDirectoryDecidesAboutAPersonThatIsAUserAlready) {
  const auto by = [](const char* kind) {
    return SendCode{"resident", "2530192395", kind, {"email"}, "auth-otp", {}};
  };
  const auto enter_code = [this] { return enter(code, "2530192395", "resident"); };
  has_directory_ = true;
  start();
  ASSERT_TRUE(send(by("UIN")).ok());
  ASSERT_TRUE(enter_code().ok());
  ASSERT_TRUE(send(by("USERID")).ok());
  known_uin.clear();
  EXPECT_EQ(enter_code().error(), Errc::user_detail_missing);
  EXPECT_EQ(send(by("USERID")).error(), Errc::sendotp_user_not_found);
  EXPECT_EQ(send(by("UIN")).error(), Errc::sendotp_user_not_found);
  known_uin = "2530192395";
  EXPECT_TRUE(enter_code().ok()) << "the code was not looked at";
}

TEST_F(SignInCodeTest, APersonComesBeforeAUserOfThatName) {
  User user;
  user.realm = "mosip";
  user.uuid = "934ec93f-6afd-47bd-942a-3d541b746be4";
  user.mail = "evil@example.org";
  for (const char* name : {"2530192395", "458575535"}) {
    user.user_name = name;
    put_user(user);
  }
  has_directory_ = true;
  start();
  ASSERT_TRUE(send(request("resident", "2530192395")).ok());
  EXPECT_EQ(enter(code, "2530192395", "resident").error(), Errc::user_detail_missing);
  ASSERT_TRUE(send(request("resident", "458575535")).ok());
  EXPECT_TRUE(enter(code, "458575535", "resident").ok()) << "nobody's UIN";
  ASSERT_TRUE(send(request("admin", "2530192395")).ok());
  EXPECT_TRUE(enter(code, "2530192395", "admin").ok()) << "no application of persons";
}
TEST_F(SignInCodeTest, AChannelThatIsOffNeedsNoAddress) {
  delivery_.sms = false;
  start();
  SendCode both = request();
  both.channels = {"email", "phone"};
  EXPECT_TRUE(send(both).ok()) << "no telephone";
  EXPECT_EQ(messages(), 1u);
}
TEST_F(SignInCodeTest, ATemplateWithoutACodeIsMissingInTheLanguageOfTheRequest) {
  delivery_.templates = std::make_shared<const otp_message::Templates>(
      otp_message::Texts{{"auth-otp-email-subject-template.fra", "Un code"},
                         {"auth-otp-email-content-template.fra", "Bonjour"}});
  delivery_.languages.clear();
  start();
  SendCode french = request();
  french.language = "fra";
  const auto sent = send(french);
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.faults(), (Faults{{Errc::template_missing, {"fra", "auth-otp"}}}));
}
}  // namespace auth::test
