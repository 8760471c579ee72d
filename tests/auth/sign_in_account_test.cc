// tests/auth/sign_in_account_test.cc: finding, unblocking and changing accounts, and which sessions
// a change ends.
#include "actors/auth/token_mint.h"
#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
class AccountTest : public SignInFixture {
 protected:
  static crypto_pool::Secret secret(const std::string& text) { return crypto_pool::Secret{text}; }
  Result<SignedIn> change(const std::string& from, const std::string& to,
                          const std::string& name = "110006") {
    return ask<SignedIn>(change_atom::value,
                         ChangePassword{"admin", name, secret(from), secret(to)});
  }
  Result<SignedIn> reset(const PrincipalPtr& caller, const std::string& to = "fresh-one") {
    return ask<SignedIn>(reset_atom::value, ResetPassword{"admin", "110006", secret(to), caller});
  }
  Result<Done> unblock(const std::string& name, const PrincipalPtr& caller) {
    return ask<Done>(unblk_atom::value, Unblock{"admin", name, caller});
  }
  PrincipalPtr caller(const std::string& name, std::vector<std::string> amr,
                      std::vector<std::string> roles = {}) {
    Claims claims;
    claims.issuer = issuer_of(rules(), "mosip");
    claims.user_name = name;
    claims.subject = "234ec93f-6afd-47bd-942a-3d541b746be4";
    claims.amr = std::move(amr);
    claims.roles = std::move(roles);
    claims.auth_time = now_;
    return principal_of(claims, RoleTable{});
  }
  /// Somebody else, who signed in by a code just now.
  PrincipalPtr administrator(const std::string& role) {
    Claims claims = caller("chief", {"otp"}, {role})->claims;
    claims.subject = "334ec93f-6afd-47bd-942a-3d541b746be4";
    return principal_of(claims, RoleTable{});
  }
  Result<SignedIn> reset_by(const std::string& name, const PrincipalPtr& by,
                            const std::string& to) {
    return ask<SignedIn>(reset_atom::value, ResetPassword{"admin", name, secret(to), by});
  }
  void block() {
    for (int i = 0; i < 5; ++i) log_in(login("wrong"));
    ASSERT_EQ(log_in().error(), Errc::auth_invalid_credentials);
  }
};

TEST_F(AccountTest, AChangeEndsEverySessionButTheNewOne) {
  const auto before = log_in().value();
  const auto other = log_in().value();
  const auto after = change("mosip", "fresh-one").value();
  for (const auto* ended : {&before, &other}) {
    EXPECT_EQ(refusal(ended->access_token), VerifyErrc::revoked);
    EXPECT_EQ(renew(ended->refresh_token).error(), Errc::auth_token_invalid);
    EXPECT_EQ(leave(ended->access_token).error(), Errc::auth_token_unknown);
  }
  EXPECT_EQ(refusal(after.access_token), std::nullopt);
  EXPECT_EQ(log_in().error(), Errc::auth_invalid_credentials);
  EXPECT_TRUE(log_in(login("fresh-one")).ok());
  EXPECT_TRUE(renew(after.refresh_token).ok());
}
TEST_F(AccountTest, ARestartRemembersWhatAChangeEnded) {
  const auto first = log_in().value();
  const auto second = change("mosip", "fresh-one").value();
  const auto third = change("fresh-one", "fresh-two").value();
  start();
  EXPECT_EQ(refusal(first.access_token), VerifyErrc::revoked);
  EXPECT_EQ(refusal(second.access_token), VerifyErrc::revoked);
  EXPECT_EQ(renew(second.refresh_token).error(), Errc::auth_token_invalid);
  EXPECT_EQ(refusal(third.access_token), std::nullopt);
}
TEST_F(AccountTest, NothingIsToldBeforeItIsDurable) {
  auto asked = actors_.ask<SignedIn>(
      sign_in_, change_atom::value,
      ChangePassword{"admin", "110006", secret("mosip"), secret("fresh-one")});
  actors_.run();
  EXPECT_FALSE(asked.arrived());
  settle();
  EXPECT_TRUE(asked.arrived());
}
TEST_F(AccountTest, OfTwoChangesAtOnceOneCounts) {
  const auto ask_change = [&](const char* to) {
    return actors_.ask<SignedIn>(sign_in_, change_atom::value,
                                 ChangePassword{"admin", "110006", secret("mosip"), secret(to)});
  };
  auto one = ask_change("fresh-one");
  auto two = ask_change("fresh-two");
  settle();
  EXPECT_NE(one.result().ok(), two.result().ok());
  EXPECT_TRUE(log_in(login(one.result().ok() ? "fresh-one" : "fresh-two")).ok());
}
TEST_F(AccountTest, AWrongOldPasswordCountsAsAFailedLogin) {
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(change("wrong", "fresh-one").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(log_in().error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(change("mosip", "fresh-one").error(), Errc::auth_invalid_credentials);
}
TEST_F(AccountTest, AnUnknownUserCostsTheSameCheck) {
  const size_t before = pool_->checks;
  EXPECT_EQ(change("mosip", "fresh-one", "nobody").error(), Errc::auth_invalid_credentials);
  EXPECT_EQ(pool_->checks, before + 1);
}
TEST_F(AccountTest, APolicyFaultChecksNothing) {
  const size_t before = pool_->checks;
  EXPECT_EQ(change("mosip", "short").error(), Errc::account_password_short);
  EXPECT_EQ(change("mosip-one", "mosip-one").error(), Errc::account_password_policy);
  EXPECT_EQ(change("mosip", "xx110006xx").error(), Errc::account_password_policy);
  EXPECT_EQ(pool_->checks, before);
}
TEST_F(AccountTest, AFullPoolCountsNothing) {
  pool_->slow_fault = Errc::overloaded;
  for (int i = 0; i < 9; ++i) EXPECT_EQ(change("mosip", "fresh-one").error(), Errc::overloaded);
  pool_->slow_fault.reset();
  EXPECT_TRUE(change("mosip", "fresh-one").ok());
}

TEST_F(AccountTest, OnlyAdministratorsAndWhoShowedACodeUnblock) {
  block();
  EXPECT_EQ(unblock("110006", caller("110006", {"pwd"})).error(), Errc::forbidden);
  EXPECT_EQ(unblock("110006", caller("other", {"otp"})).error(), Errc::forbidden);
  EXPECT_EQ(log_in().error(), Errc::auth_invalid_credentials);
  Claims namesake = caller("110006", {"otp"})->claims;
  namesake.subject = "334ec93f-6afd-47bd-942a-3d541b746be4";
  EXPECT_EQ(unblock("110006", principal_of(namesake, RoleTable{})).error(), Errc::forbidden);
  EXPECT_EQ(log_in().error(), Errc::auth_invalid_credentials);
  EXPECT_TRUE(unblock("110006", caller("110006", {"otp"})).ok());
  EXPECT_TRUE(log_in().ok());
  block();
  EXPECT_TRUE(unblock("110006", caller("other", {"pwd"}, {"ZONAL_ADMIN"})).ok());
  EXPECT_TRUE(unblock("110006", caller("other", {"pwd"}, {"ZONAL_ADMIN"})).ok());
  EXPECT_TRUE(log_in().ok());
  EXPECT_EQ(unblock("nobody", caller("other", {"pwd"}, {"GLOBAL_ADMIN"})).error(),
            Errc::account_user_not_found);
}
TEST_F(AccountTest, AResetNeedsAFreshCodeOfTheSameUser) {
  const auto before = log_in().value();
  const auto fresh = caller("110006", {"otp"});
  for (const auto& one : {PrincipalPtr{}, caller("110006", {"pwd"}), caller("other", {"otp"})})
    EXPECT_EQ(reset(one).error(), Errc::auth_invalid_credentials);
  now_ += reset_seconds + 1;
  EXPECT_EQ(reset(fresh).error(), Errc::auth_invalid_credentials);
  now_ -= 1;
  EXPECT_EQ(refusal(before.access_token), std::nullopt);
  EXPECT_EQ(reset(fresh, "short").error(), Errc::account_password_short);
  block();
  EXPECT_TRUE(reset(fresh).ok());
  EXPECT_EQ(refusal(before.access_token), VerifyErrc::revoked);
  EXPECT_TRUE(log_in(login("fresh-one")).ok()) << "a new password ends the block";
}
TEST_F(AccountTest, AZonalAdministratorResetsForWhoHasNoPrivilege) {
  add_user("clerk", "mosip", {"SUPER_ADMIN"});  // Opens nothing here.
  start();
  PasswordLogin as_clerk = login();
  as_clerk.user_name = "clerk";
  const auto before = log_in(as_clerk).value();
  EXPECT_TRUE(reset_by("clerk", administrator("ZONAL_ADMIN"), "by-zoe-01").ok());
  EXPECT_EQ(refusal(before.access_token), VerifyErrc::revoked);
  as_clerk.password = secret("by-zoe-01");
  EXPECT_TRUE(log_in(as_clerk).ok());
}
TEST_F(AccountTest, APrivilegedUsersPasswordIsForGlobalAdministratorsAndItsOwnCode) {
  EXPECT_EQ(reset_by("110006", administrator("ZONAL_ADMIN"), "taken-over").error(),
            Errc::auth_invalid_credentials);
  EXPECT_TRUE(log_in().ok());
  EXPECT_TRUE(reset_by("110006", administrator("GLOBAL_ADMIN"), "fresh-two").ok());
  EXPECT_TRUE(log_in(login("fresh-two")).ok());
}
TEST_F(AccountTest, ARenewalDoesNotMakeACodeYounger) {
  Session session;
  session.amr = {"otp"};
  session.started = 7;
  EXPECT_EQ(access_claims(rules(), {}, session, {"a", "b", 900, 1000}).auth_time, 7);
  session.amr = {"pwd"};
  EXPECT_EQ(access_claims(rules(), {}, session, {"a", "b", 900, 1000}).auth_time, 0);
}

TEST(Records, ThoseOfVersionOneAreRead) {
  User user;
  user.uuid = "234ec93f-6afd-47bd-942a-3d541b746be4";
  user.roles = {"ZONAL_ADMIN"};
  std::string bytes = encode(user);
  // What version 2 put behind: two texts, a list, four numbers, all of them empty or zero here.
  bytes.resize(bytes.size() - 7 * sizeof(uint64_t));
  bytes[0] = 1;
  EXPECT_EQ(decode_user(bytes).value().uuid, user.uuid);
  EXPECT_EQ(decode_user(bytes).value().roles, user.roles);
  Session session;
  session.user_key = "key";
  bytes = encode(session);
  bytes.resize(bytes.size() - sizeof(uint64_t));
  bytes[0] = 1;
  EXPECT_EQ(decode_session(bytes).value().user_key, "key");
}
TEST(Records, ARegistrationComesBack) {
  User user;
  user.session_group = "group";
  user.registration = {Registration::State::rid_given, 3, 4, "41355315155", {"GLOBAL_ADMIN"}, true};
  const auto back = decode_user(encode(user)).value();
  EXPECT_EQ(back.session_group, "group");
  EXPECT_EQ(back.registration.state, Registration::State::rid_given);
  EXPECT_EQ(back.registration.rid, "41355315155");
  EXPECT_EQ(back.registration.requested_roles, std::vector<std::string>{"GLOBAL_ADMIN"});
  EXPECT_TRUE(back.registration.is_privileged);
}
}  // namespace auth::test
