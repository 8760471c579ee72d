// tests/auth/sign_in_test.cc: logging in as a user and as a client, from the question to the token.
#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
using SignInTest = SignInFixture;

TEST_F(SignInTest, AUserGetsTokensThatHold) {
  const auto signed_in = log_in().value();
  EXPECT_EQ(refusal(signed_in.access_token), std::nullopt);
  EXPECT_EQ(refusal(signed_in.refresh_token), VerifyErrc::type);
  EXPECT_EQ(signed_in.expires_in, 36'000);
  EXPECT_EQ(signed_in.refresh_expires_in, 36'000);
  Verifier verifier{trust(), *board_};
  const auto principal = verifier.verify(signed_in.access_token, now_).value();
  EXPECT_EQ(principal->claims.user_name, "110006");
  EXPECT_EQ(principal->claims.authorized_party, "mosip-admin-client")
      << "the application's default";
  EXPECT_EQ(principal->claims.amr, std::vector<std::string>{"pwd"});
  EXPECT_EQ(principal->claims.session_state, signed_in.session_state);
}
TEST_F(SignInTest, NoTokenLeavesBeforeItsSessionIsDurable) {
  auto asked = actors_.ask<SignedIn>(sign_in_, pwd_atom::value, login());
  EXPECT_EQ(journal_.held().size(), 1u);
  EXPECT_FALSE(asked.arrived());
  settle();
  EXPECT_TRUE(asked.result().ok());
}
TEST_F(SignInTest, WrongBlockedUnknownAndInactiveAreOneAnswer) {
  const auto wrong = log_in(login("wrong"));
  EXPECT_EQ(wrong.error(), Errc::auth_invalid_credentials);
  PasswordLogin unknown = login();
  unknown.user_name = "nobody";
  EXPECT_EQ(log_in(unknown).faults(), wrong.faults());
  EXPECT_EQ(pool_->checks, 2u) << "an unknown user costs a check as well";
  for (int i = 0; i < 4; ++i) log_in(login("wrong"));
  const size_t checks = pool_->checks;
  EXPECT_EQ(log_in().faults(), wrong.faults()) << "blocked, although the password is right";
  EXPECT_EQ(pool_->checks, checks + 1) << "and takes as long";
  now_ += 1800;
  EXPECT_TRUE(log_in().ok());
}
TEST_F(SignInTest, WrongAndUnknownBothWaitForTheDisk) {
  PasswordLogin unknown = login("wrong");
  unknown.user_name = "nobody";
  for (const auto& with : {login("wrong"), unknown}) {
    auto asked = actors_.ask<SignedIn>(sign_in_, pwd_atom::value, with);
    EXPECT_FALSE(asked.arrived()) << with.user_name;
    settle();
    EXPECT_EQ(asked.error(), Errc::auth_invalid_credentials);
  }
}
TEST_F(SignInTest, OfParallelGuessesFiveAreEvaluated) {
  std::vector<Asked<SignedIn>> asked;
  for (int i = 0; i < 64; ++i) {
    asked.push_back(actors_.ask_later<SignedIn>(sign_in_, pwd_atom::value, login("wrong")));
  }
  asked.push_back(actors_.ask_later<SignedIn>(sign_in_, pwd_atom::value, login()));
  settle();
  for (const auto& one : asked) EXPECT_EQ(one.error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(log_in().error(), Errc::auth_invalid_credentials) << "blocked";
}
TEST_F(SignInTest, AFullCryptoPoolCountsNothing) {
  pool_->slow_fault = Errc::overloaded;
  for (int i = 0; i < 10; ++i) EXPECT_EQ(log_in(login("wrong")).error(), Errc::overloaded);
  pool_->slow_fault.reset();
  EXPECT_TRUE(log_in().ok());
  pool_->fast_fault = Errc::overloaded;
  EXPECT_EQ(log_in().error(), Errc::overloaded);
}
TEST_F(SignInTest, TheClientOfALoginIsVerifiedWhenThere) {
  PasswordLogin with = login();
  with.client = proof("mosip-abis-client", "abc123");
  const auto signed_in = log_in(with).value();
  Verifier verifier{trust(), *board_};
  EXPECT_EQ(verifier.verify(signed_in.access_token, now_).value()->claims.authorized_party,
            "mosip-abis-client");
  for (const auto& wrong : {proof("mosip-abis-client", "wrong"), proof("unknown", "abc123"),
                            proof("", "abc123"), proof("mosip-abis-client", "")}) {
    with.client = wrong;
    with.client_failure = Errc::auth_invalid_credentials;
    EXPECT_EQ(log_in(with).error(), Errc::auth_invalid_credentials) << wrong.client_id;
    with.client_failure = Errc::auth_client_rejected;
    EXPECT_EQ(log_in(with).error(), Errc::auth_client_rejected) << wrong.client_id;
  }
}
TEST_F(SignInTest, BlankFieldsAndUnknownApplications) {
  for (const auto field : {&PasswordLogin::app_id, &PasswordLogin::user_name}) {
    PasswordLogin blank = login();
    blank.*field = "";
    EXPECT_EQ(log_in(blank).error(), Errc::auth_bad_request);
  }
  EXPECT_EQ(log_in(login("")).error(), Errc::auth_bad_request);
  PasswordLogin other = login();
  other.app_id = "admin11";
  EXPECT_EQ(text_of(log_in(other).faults().front()), "Realm not found:: admin11");
  const auto faults = log_in_client({}).faults();
  ASSERT_EQ(faults.size(), 3u);
  EXPECT_EQ(text_of(faults[1]), "request.clientId must not be blank");
}
TEST_F(SignInTest, AClientGetsATokenAndNothingIsStored) {
  const auto before = journal_.store().entries;
  const auto signed_in = log_in_client({"admin", proof("mosip-abis-client", "abc123")}).value();
  EXPECT_EQ(refusal(signed_in.access_token), std::nullopt);
  EXPECT_EQ(signed_in.user_name, "service-account-mosip-abis-client");
  EXPECT_TRUE(signed_in.refresh_token.empty());
  EXPECT_EQ(journal_.store().entries, before);
}
TEST_F(SignInTest, AVerifiedSecretIsRememberedAWhile) {
  const ClientLogin right{"admin", proof("mosip-abis-client", "abc123")};
  ASSERT_TRUE(log_in_client(right).ok());
  ASSERT_TRUE(log_in_client(right).ok());
  EXPECT_EQ(pool_->checks, 1u);
  EXPECT_EQ(log_in_client({"admin", proof("mosip-abis-client", "abc124")}).error(),
            Errc::auth_client_rejected);
  EXPECT_EQ(pool_->checks, 2u);
  now_ += SecretCache::valid_seconds_default;
  ASSERT_TRUE(log_in_client(right).ok());
  EXPECT_EQ(pool_->checks, 3u);
}
TEST_F(SignInTest, AtARealmAClientEntersByWhateverApplicationIsItsOwn) {
  add_client("ida-client", "s", {"ida"});
  add_client("abis-client", "s", {"abis"});  // No application of the realm.
  EXPECT_TRUE(log_in_client({"", proof("ida-client", "s"), "mosip"}).ok());
  EXPECT_TRUE(log_in_client({"", proof("mosip-admin-client", "xyz123"), "mosip"}).ok());
  EXPECT_EQ(log_in_client({"", proof("abis-client", "s"), "mosip"}).error(),
            Errc::auth_client_rejected);
  EXPECT_EQ(log_in_client({"", proof("ida-client", "s"), "elsewhere"}).error(),
            Errc::realm_not_found);
  PasswordLogin with = login();
  with.app_id.clear();
  with.realm = "mosip";
  with.client = proof("ida-client", "s");
  const auto signed_in = log_in(with).value();
  Renewal renewal{"", signed_in.refresh_token, with.client, true, "mosip"};
  EXPECT_TRUE(ask<SignedIn>(renew_atom::value, renewal).ok());
  with.client = proof("abis-client", "s");
  EXPECT_EQ(log_in(with).error(), Errc::auth_invalid_credentials);
}
TEST_F(SignInTest, WrongUnknownAndForeignClientsAreOneAnswerAtOneCost) {
  size_t checks = 0;
  for (const auto& [app, client] : {std::pair{"admin", proof("mosip-abis-client", "wrong")},
                                    std::pair{"admin", proof("nobody", "abc123")},
                                    std::pair{"ida", proof("mosip-abis-client", "abc123")}}) {
    const auto answer = log_in_client({app, client});
    EXPECT_EQ(answer.error(), Errc::auth_client_rejected) << app;
    EXPECT_EQ(pool_->checks, ++checks);
  }
  const auto& row = row_of(Errc::auth_client_rejected);
  EXPECT_EQ(row.code, "500");
  EXPECT_EQ(row.text, "401 Unauthorized");
  EXPECT_EQ(row.status, 401);
}
}  // namespace auth::test
