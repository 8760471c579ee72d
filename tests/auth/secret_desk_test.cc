// tests/auth/secret_desk_test.cc: wrong client secrets run out of permits, right ones do not.
#include "tests/auth/sign_in_fixture.h"

namespace auth::test {
class SecretDeskTest : public SignInFixture {
 protected:
  static PasswordLogin with_client(const std::string& secret,
                                   const std::string& address = "1.1.1.1") {
    PasswordLogin made = login();
    made.client = proof("mosip-admin-client", secret);
    made.client.address = address;
    return made;
  }
  /// Sends them all before any is answered.
  std::vector<Asked<SignedIn>> send(const std::vector<PasswordLogin>& logins) {
    std::vector<Asked<SignedIn>> asked;
    asked.reserve(logins.size());
    for (const auto& one : logins) {
      asked.push_back(actors_.ask_later<SignedIn>(sign_in_, pwd_atom::value, one));
    }
    settle();
    return asked;
  }
  static size_t refused(const std::vector<Asked<SignedIn>>& asked) {
    size_t count = 0;
    for (const auto& one : asked) {
      if (!one.result().ok() && one.error() == Errc::too_many_requests) ++count;
    }
    return count;
  }
  static std::vector<PasswordLogin> guesses(int count, const std::string& address = "6.6.6.6") {
    std::vector<PasswordLogin> out;
    out.reserve(static_cast<size_t>(count));
    for (int i = 0; i < count; ++i) {
      out.push_back(with_client("guess " + std::to_string(i), address));
    }
    return out;
  }
};

TEST_F(SecretDeskTest, OfParallelGuessesTenAreEvaluated) {
  auto all = guesses(64);
  all.push_back(with_client("xyz123"));
  const auto asked = send(all);
  EXPECT_EQ(refused(asked), 55u);
  EXPECT_EQ(pool_->checks, 10u);
  EXPECT_EQ(asked.back().error(), Errc::too_many_requests) << "a right guess looks like the others";
  EXPECT_EQ(refused_->load(), 55u);
  now_ += 1;
  EXPECT_EQ(refused(send(guesses(5))), 4u) << "one a second";
}
TEST_F(SecretDeskTest, ARightSecretThatIsRememberedIsNoWayAroundTheLimit) {
  ASSERT_TRUE(log_in(with_client("xyz123", "1.1.1.1")).ok());
  send(guesses(10));
  EXPECT_EQ(log_in(with_client("xyz123", "6.6.6.6")).error(), Errc::too_many_requests);
}
TEST_F(SecretDeskTest, HonestLoginsNeverCount) {
  const auto asked = send(std::vector<PasswordLogin>(64, with_client("xyz123")));
  EXPECT_EQ(refused(asked), 0u);
  for (int i = 0; i < 64; ++i) EXPECT_TRUE(log_in(with_client("xyz123")).ok());
  EXPECT_EQ(pool_->checks, 1u + 128u) << "one secret, 128 passwords";
}
TEST_F(SecretDeskTest, AFleetThatStartsAtOnceNeedsOnePermit) {
  std::vector<PasswordLogin> fleet;
  fleet.reserve(64);
  for (int i = 0; i < 64; ++i) fleet.push_back(with_client("xyz123", "1.1.1." + std::to_string(i)));
  EXPECT_EQ(refused(send(fleet)), 0u);
  send(guesses(10));
  EXPECT_TRUE(log_in(with_client("xyz123", "1.1.1.63")).ok()) << "each of them is known now";
}
TEST_F(SecretDeskTest, StrangersDoNotShutOutAPortalThatIsKnown) {
  ASSERT_TRUE(log_in(with_client("xyz123")).ok());
  EXPECT_EQ(refused(send(guesses(20))), 10u);
  EXPECT_TRUE(log_in(with_client("xyz123")).ok());
  EXPECT_TRUE(log_in_client({"admin", proof("mosip-abis-client", "abc123")}).ok())
      << "others are free";
}
TEST_F(SecretDeskTest, UnknownClientsRunOutAlike) {
  const auto answer = [this](const std::string& id) {
    return log_in_client({"admin", proof(id, "wrong")}).error();
  };
  for (const std::string id : {"nobody", "mosip-abis-client"}) {
    // The same guess again is one as well, once it was answered.
    for (int i = 0; i < 10; ++i) EXPECT_EQ(answer(id), Errc::auth_client_rejected);
    EXPECT_EQ(answer(id), Errc::too_many_requests);
  }
}
TEST_F(SecretDeskTest, RenewalsAreBoundedToo) {
  const std::string token = log_in(with_client("xyz123", "")).value().refresh_token;
  Renewal renewal;
  renewal.app_id = "admin";
  renewal.refresh_token = token;
  for (int i = 0; i < 10; ++i) {
    renewal.client = proof("mosip-admin-client", "guess " + std::to_string(i));
    EXPECT_EQ(ask<SignedIn>(renew_atom::value, renewal).error(), Errc::auth_client_rejected);
  }
  renewal.client = proof("mosip-admin-client", "xyz123");
  EXPECT_EQ(ask<SignedIn>(renew_atom::value, renewal).error(), Errc::too_many_requests);
  now_ += 1;
  EXPECT_TRUE(ask<SignedIn>(renew_atom::value, renewal).ok()) << "a refusal spends nothing";
}
TEST_F(SecretDeskTest, AFullCryptoPoolCostsNoPermit) {
  pool_->slow_fault = Errc::overloaded;
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(log_in(with_client("guess")).error(), Errc::overloaded);
  }
  pool_->slow_fault.reset();
  EXPECT_EQ(refused(send(guesses(10))), 0u);
}
TEST_F(SecretDeskTest, ARightSecretAtAForeignApplicationIsNoGuess) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(log_in_client({"ida", proof("mosip-abis-client", "abc123")}).error(),
              Errc::auth_client_rejected);
  }
}
}  // namespace auth::test
