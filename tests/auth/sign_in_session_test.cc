// tests/auth/sign_in_session_test.cc: renewing and ending a login, and what a restart remembers.
#include <gmock/gmock.h>

#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
using SignInSessionTest = SignInFixture;

TEST_F(SignInSessionTest, ARefreshTokenGivesNewTokensOnce) {
  const auto first = log_in().value();
  now_ += 100;
  const auto second = renew(first.refresh_token).value();
  EXPECT_EQ(refusal(second.access_token), std::nullopt);
  EXPECT_EQ(second.session_state, first.session_state);
  EXPECT_NE(second.access_token, first.access_token);
  EXPECT_NE(second.refresh_token, first.refresh_token);
}
TEST_F(SignInSessionTest, EachStepIsRecorded) {
  const auto first = log_in().value();
  renew(first.refresh_token);
  EndSession end{first.access_token};
  EXPECT_TRUE(ask<Done>(leave_atom::value, end).ok());
  std::vector<std::string> names;
  for (uint16_t i = 0; i < partitions_count; ++i) {
    const store::Owner owner{i, store::Service::auth};
    EXPECT_FALSE(recorded_.verify(owner).broken);
    for (const std::string& event : recorded_.events(owner)) {
      if (event.starts_with("SESSION_")) {
        EXPECT_EQ(event.substr(event.find('|')),
                  "|" + first.subject + "|" + first.session_state + "|success");
      }
      names.push_back(event.substr(0, event.find('|')));
    }
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("LOGIN_CHECKED", "SESSION_OPENED",
                                                     "SESSION_RENEWED", "SESSION_ENDED"));
}
TEST_F(SignInSessionTest, ASweepGoesOnUntilNothingIsDue) {
  sweep_records_max_ = 2;
  start();
  const auto sessions = [&] {
    size_t count = 0;
    for (const auto& [key, value] : journal_.store().entries)
      count += key[2] == static_cast<char>(store::Service::auth) && key[3] == 'S';
    return count;
  };
  for (int i = 0; i < 40; ++i) log_in();
  EXPECT_EQ(sessions(), 40u);
  now_ += 10 * 86400;
  is_low_ = true;  // A sweep makes room.
  space_.tick();
  EXPECT_EQ(log_in().error(), Errc::storage_full);
  for (const auto& partition : partitions_) {
    const auto swept = actors_.ask<uint64_t>(partition, sweep_atom::value);
    settle();
    EXPECT_EQ(swept.value(), 2u);
  }
  EXPECT_EQ(sessions(), 0u);
}
TEST_F(SignInSessionTest, AStolenRefreshTokenEndsTheSession) {
  const auto first = log_in().value();
  const auto second = renew(first.refresh_token).value();
  now_ += 6;
  EXPECT_EQ(renew(first.refresh_token).error(), Errc::auth_token_invalid);
  EXPECT_EQ(renew(second.refresh_token).error(), Errc::auth_token_invalid);
  EXPECT_EQ(refusal(second.access_token), VerifyErrc::revoked);
}
TEST_F(SignInSessionTest, TheGraceLetsTwoRequestsRace) {
  const auto first = log_in().value();
  const auto one = renew(first.refresh_token).value();
  const auto other = renew(first.refresh_token).value();
  now_ += 100;
  EXPECT_TRUE(renew(other.refresh_token).ok());
  EXPECT_EQ(refusal(one.access_token), std::nullopt);
}
TEST_F(SignInSessionTest, OnlyAGoodRefreshTokenOfTheRealmRenews) {
  const auto first = log_in().value();
  EXPECT_EQ(renew(first.access_token).error(), Errc::auth_token_invalid);
  EXPECT_EQ(renew("garbage").error(), Errc::auth_token_invalid);
  EXPECT_EQ(renew(first.refresh_token + "A").error(), Errc::auth_token_invalid);
  Renewal other;
  other.app_id = "admin11";
  EXPECT_EQ(ask<SignedIn>(renew_atom::value, other).error(), Errc::realm_not_found);
  now_ += 36'000;
  EXPECT_EQ(renew(first.refresh_token).error(), Errc::auth_token_invalid);
}
TEST_F(SignInSessionTest, APresentedClientMustBeTheTokens) {
  const auto first = log_in().value();
  Renewal renewal{"admin", first.refresh_token, proof("mosip-abis-client", "abc123"), true};
  EXPECT_EQ(ask<SignedIn>(renew_atom::value, renewal).error(), Errc::auth_client_rejected);
  renewal.client = proof("mosip-admin-client", "wrong");
  EXPECT_EQ(ask<SignedIn>(renew_atom::value, renewal).error(), Errc::auth_client_rejected);
  renewal.client = {};
  EXPECT_EQ(ask<SignedIn>(renew_atom::value, renewal).error(), Errc::auth_client_rejected);
  renewal.client = proof("mosip-admin-client", "xyz123");
  EXPECT_TRUE(ask<SignedIn>(renew_atom::value, renewal).ok()) << "and it was not used up before";
}
TEST_F(SignInSessionTest, RenewalSeesTheUserAsOfNow) {
  const auto first = log_in().value();
  User user;
  user.realm = "mosip";
  user.user_name = "110006";
  user.uuid = "234ec93f-6afd-47bd-942a-3d541b746be4";
  user.roles = {"ZONAL_ADMIN"};
  put_user(user);
  const auto second = renew(first.refresh_token).value();
  Verifier verifier{trust(), *board_};
  EXPECT_EQ(verifier.verify(second.access_token, now_).value()->claims.roles, user.roles);
  user.is_active = false;
  put_user(user);
  EXPECT_EQ(renew(second.refresh_token).error(), Errc::auth_token_invalid);
}
TEST_F(SignInSessionTest, ARenewalIsNotForAnotherUserOfThatName) {
  const auto first = log_in().value();
  User user;
  user.realm = "mosip";
  user.user_name = "110006";
  user.uuid = "334ec93f-6afd-47bd-942a-3d541b746be4";
  put_user(user);
  EXPECT_EQ(renew(first.refresh_token).error(), Errc::auth_token_invalid);
}
TEST_F(SignInSessionTest, LeavingEndsTokenAndRefreshAndWorksOnce) {
  const auto first = log_in().value();
  EXPECT_TRUE(leave(first.access_token).ok());
  EXPECT_EQ(refusal(first.access_token), VerifyErrc::revoked);
  EXPECT_EQ(renew(first.refresh_token).error(), Errc::auth_token_invalid);
  const auto again = leave(first.access_token);
  EXPECT_EQ(again.error(), Errc::auth_token_unknown);
  EXPECT_EQ(row_of(again.error()).code, "KER-ATH-008");
}
TEST_F(SignInSessionTest, TheAnswerComesAfterTheDiskAndAfterPublication) {
  const auto first = log_in().value();
  auto asked =
      actors_.ask<Done>(sign_in_, leave_atom::value, EndSession{first.access_token, false});
  EXPECT_FALSE(asked.arrived());
  EXPECT_EQ(refusal(first.access_token), std::nullopt) << "not before it is durable";
  settle();
  EXPECT_TRUE(asked.result().ok());
  EXPECT_EQ(refusal(first.access_token), VerifyErrc::revoked);
}
TEST_F(SignInSessionTest, TwoAtOnceEndItOnce) {
  const auto first = log_in().value();
  const EndSession request{first.access_token, false};
  auto one = actors_.ask_later<Done>(sign_in_, leave_atom::value, request);
  auto two = actors_.ask_later<Done>(sign_in_, leave_atom::value, request);
  settle();
  EXPECT_NE(one.result().ok(), two.result().ok());
}
TEST_F(SignInSessionTest, AClientsTokenCanBeEnded) {
  const auto signed_in = log_in_client({"admin", proof("mosip-abis-client", "abc123")}).value();
  EXPECT_TRUE(leave(signed_in.access_token).ok());
  EXPECT_EQ(refusal(signed_in.access_token), VerifyErrc::revoked);
}
TEST_F(SignInSessionTest, AnExpiredTokenIsEndedAsOftenAsOneLikes) {
  const auto first = log_in().value();
  now_ += 36'000;
  EXPECT_TRUE(leave(first.access_token).ok());
  EXPECT_TRUE(leave(first.access_token).ok());
}
TEST_F(SignInSessionTest, ForeignTokensAndRefreshTokensAreNotEnded) {
  const auto first = log_in().value();
  EXPECT_EQ(leave("garbage").error(), Errc::auth_token_invalid);
  EXPECT_EQ(leave(token_of(good_claims(), foreign_key())).error(), Errc::auth_token_invalid);
  EXPECT_EQ(leave(first.refresh_token).error(), Errc::auth_token_invalid);
  const EndSession at_the_issuer{first.refresh_token, true};
  EXPECT_TRUE(ask<Done>(leave_atom::value, at_the_issuer).ok());
  EXPECT_EQ(refusal(first.access_token), VerifyErrc::revoked);
}
TEST_F(SignInSessionTest, ARestartRemembersWhatWasEndedAndWhatWasNot) {
  const auto ended = log_in().value();
  const auto kept = log_in().value();
  leave(ended.access_token);
  start();
  EXPECT_EQ(refusal(ended.access_token), VerifyErrc::revoked);
  EXPECT_EQ(refusal(kept.access_token), std::nullopt);
  EXPECT_EQ(renew(ended.refresh_token).error(), Errc::auth_token_invalid);
  EXPECT_TRUE(renew(kept.refresh_token).ok());
  EXPECT_EQ(leave(ended.access_token).error(), Errc::auth_token_unknown);
}
TEST_F(SignInSessionTest, TheSweepIsAMessageOfEachPartition) {
  log_in();
  now_ += 36'000;
  uint64_t swept = 0;
  for (const auto& actor : partitions_) {
    auto asked = actors_.ask<uint64_t>(actor, sweep_atom::value);
    settle();
    swept += asked.value();
  }
  EXPECT_EQ(swept, 1u);
}
}  // namespace auth::test
