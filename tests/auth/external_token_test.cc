// tests/auth/external_token_test.cc: tokens of other issuers, and everything that is refused.
#include "actors/auth/external_token.h"

#include <gtest/gtest.h>

#include "tests/auth/external_tokens.h"

namespace auth {
using test::external_token;
using test::header_json;
using test::keycloak;
using test::keycloak_claims;
using test::noon;

/// Two realms with a key each, both called "k1", beside our own key.
class ExternalTokenTest : public ::testing::Test {
 protected:
  void SetUp() override {
    board_->publish(0, {test::external_key("k1", key())}, noon);
    board_->publish(1, {test::external_key("k1", test::foreign_key())}, noon);
  }

  static const TokenKey& key() {
    static const TokenKey made = test::new_key();
    return made;
  }
  static std::shared_ptr<const Trust> trust_in(std::shared_ptr<ExternalKeyBoard> board) {
    auto made = std::make_shared<Trust>(*test::trust());
    made->external = std::move(board);
    return made;
  }
  VerifyErrc fault_of_token(const std::string& token) {
    const auto verified = verifier_.verify(token, noon);
    EXPECT_FALSE(verified.ok()) << token;
    return verified.ok() ? VerifyErrc{} : verified.error();
  }
  VerifyErrc fault_of_header(const std::string& header) {
    return fault_of_token(external_token(header, keycloak_claims(), key()));
  }
  VerifyErrc fault_of_claims(const std::string& claims) {
    return fault_of_token(external_token(header_json("k1"), claims, key()));
  }
  PrincipalPtr principal_of_claims(const std::string& claims) {
    const auto verified = verifier_.verify(external_token(header_json("k1"), claims, key()), noon);
    EXPECT_TRUE(verified.ok()) << claims;
    return verified.ok() ? verified.value() : nullptr;
  }

  std::shared_ptr<ExternalKeyBoard> board_ =
      std::make_shared<ExternalKeyBoard>(std::vector<ExternalIssuer>{
          {keycloak, "https://sso.example.org/certs", {"account", "mosip-resident"}},
          {test::other_realm, "https://sso.example.org/other", {"account"}}});
  RevocationBoard revocations_;
  Verifier verifier_{trust_in(board_), revocations_};
  std::string token_ = external_token(header_json("k1"), keycloak_claims(), key());
};

TEST_F(ExternalTokenTest, ThePrincipalIsNobodyOfOurs) {
  const auto principal = verifier_.verify(token_, noon).value();
  EXPECT_EQ(principal->claims.user_name, "110006");
  EXPECT_TRUE(id_of(principal->claims.subject)) << "no text of the issuer's";
  EXPECT_EQ(principal->roles.count(), 1u);
  EXPECT_TRUE(principal->claims.is_external);
  EXPECT_EQ(principal->realm, keycloak) << "not the realm `mosip` of ours";
  EXPECT_EQ(verifier_.verify(token_, noon).value(), principal) << "remembered";
}

TEST_F(ExternalTokenTest, OurOwnTokensAreStillGood) {
  EXPECT_TRUE(verifier_.verify(test::token_of(test::good_claims()), noon).ok());
}

TEST_F(ExternalTokenTest, NoKeyVerifiesAnothersTokens) {
  EXPECT_EQ(fault_of_token(external_token(header_json("k1"), keycloak_claims(), test::key())),
            VerifyErrc::signature)
      << "ours, under its kid";
  EXPECT_EQ(
      fault_of_token(external_token(header_json(test::key().kid), keycloak_claims(), test::key())),
      VerifyErrc::unknown_key)
      << "ours";
  EXPECT_EQ(
      fault_of_token(external_token(header_json("k1"), keycloak_claims(), test::foreign_key())),
      VerifyErrc::signature)
      << "the other realm's";
  EXPECT_EQ(
      fault_of_token(external_token(header_json("k1"), keycloak_claims(test::other_realm), key())),
      VerifyErrc::signature)
      << "the first's, for the other realm";
  const std::string ours = access_claims_json(test::good_claims(), "https://id.example.org");
  EXPECT_EQ(fault_of_token(external_token(header_json("k1"), ours, key())), VerifyErrc::unknown_key)
      << "somebody else's, for us";
  EXPECT_EQ(fault_of_token(external_token(header_json(test::key().kid), ours, key())),
            VerifyErrc::signature)
      << "somebody else's, for us, under our kid";
}

TEST_F(ExternalTokenTest, TheTokenDoesNotChooseTheFamily) {
  for (const char* name :
       {"none", "None", "HS256", "HS512", "PS256", "ES256", "EdDSA", "rs256", ""})
    EXPECT_EQ(fault_of_header(header_json("k1", name)), VerifyErrc::algorithm) << name;
  for (const char* name : {"RS384", "RS512"})
    EXPECT_EQ(fault_of_header(header_json("k1", name)), VerifyErrc::signature) << name;
  board_->publish(0, {test::external_key("k1", key(), RsaAlgorithm::rs512)}, noon);
  EXPECT_EQ(fault_of_header(header_json("k1")), VerifyErrc::algorithm) << "the key says RS512";
}

TEST_F(ExternalTokenTest, HeadersThatBringMoreAreRefused) {
  const std::string front = R"({"alg":"RS256","typ":"JWT","kid":"k1",)";
  for (const char* more : {R"("jwk":{}})", R"("jku":"https://a.org"})", R"("x5c":[]})",
                           R"("x5u":"https://a.org"})", R"("crit":["b64"]})", R"("zip":"DEF"})"})
    EXPECT_EQ(fault_of_header(front + more), VerifyErrc::algorithm) << more;
  EXPECT_EQ(fault_of_header(front + R"("kid":"k1"})"), VerifyErrc::malformed);
  EXPECT_EQ(fault_of_header(R"({"alg":"RS256","typ":"JWT"})"), VerifyErrc::malformed);
  EXPECT_EQ(fault_of_header(R"({"alg":"RS256","typ":"dpop+jwt","kid":"k1"})"),
            VerifyErrc::malformed);
  EXPECT_EQ(fault_of_header("[]"), VerifyErrc::malformed);
  const std::string thumbprint = front + R"("x5t":"AAAA"})";
  EXPECT_TRUE(verifier_.verify(external_token(thumbprint, keycloak_claims(), key()), noon).ok());
}

TEST_F(ExternalTokenTest, TheClaimsMustHold) {
  EXPECT_EQ(fault_of_claims(keycloak_claims("https://evil.example.org/auth/realms/mosip")),
            VerifyErrc::unknown_key)
      << "judged as one of ours";
  EXPECT_EQ(fault_of_claims(keycloak_claims(keycloak + '/')), VerifyErrc::unknown_key);
  EXPECT_EQ(fault_of_claims(keycloak_claims(keycloak, "", R"("elsewhere")")), VerifyErrc::audience);
  EXPECT_EQ(fault_of_claims(keycloak_claims(keycloak, "", "[]")), VerifyErrc::audience);
  EXPECT_EQ(fault_of_claims(keycloak_claims(keycloak, R"(,"nbf":)" + std::to_string(noon + 1))),
            VerifyErrc::not_yet);
  EXPECT_EQ(fault_of_claims(keycloak_claims(keycloak, R"(,"iss":"again")")), VerifyErrc::malformed);
  for (const auto& [from, to, fault] :
       {std::tuple{R"("typ":"Bearer")", R"("typ":"ID")", VerifyErrc::type},
        {R"("typ":"Bearer")", R"("typ":"Refresh")", VerifyErrc::type},
        {R"("jti":"onrtac:0d5cbd9f",)", "", VerifyErrc::malformed},
        {R"("sub":"f:1:110006",)", "", VerifyErrc::malformed},
        {R"("exp":)", R"("xxp":)", VerifyErrc::malformed}}) {
    std::string claims = keycloak_claims();
    claims.replace(claims.find(from), std::string{from}.size(), to);
    EXPECT_EQ(fault_of_claims(claims), fault) << from;
  }
  EXPECT_EQ(verifier_.verify(token_, noon + 300).error(), VerifyErrc::expired);
}

TEST_F(ExternalTokenTest, OnlyWhatSaysThatItIsAnAccessTokenCounts) {
  const std::string access = R"({"alg":"RS256","typ":"at+JWT","kid":"k1"})";
  const auto is_good = [&](const std::string& header, const std::string& claims) {
    const auto verified = verifier_.verify(external_token(header, claims, key()), noon);
    EXPECT_TRUE(verified.ok() || verified.error() == VerifyErrc::type) << claims;
    return verified.ok();
  };
  const auto claims_with = [](const std::string& type, const std::string& more) {
    std::string claims = keycloak_claims(keycloak, more);
    const std::string bearer = R"("typ":"Bearer",)";
    return claims.replace(claims.find(bearer), bearer.size(), type);
  };
  EXPECT_TRUE(is_good(access, claims_with("", "")));
  EXPECT_FALSE(is_good(header_json("k1"), claims_with("", ""))) << "as an ID token of most issuers";
  EXPECT_FALSE(is_good(access, claims_with(R"("typ":"ID",)", "")));
  for (const char* more : {R"(,"at_hash":"x")", R"(,"c_hash":"x")", R"(,"nonce":"x")"})
    EXPECT_FALSE(is_good(access, claims_with("", more))) << more;
  for (const char* more : {R"(,"at_hash":"x")", R"(,"c_hash":"x")"})
    EXPECT_FALSE(is_good(header_json("k1"), keycloak_claims(keycloak, more))) << more;
  EXPECT_TRUE(is_good(header_json("k1"), keycloak_claims(keycloak, R"(,"nonce":"x")")))
      << "older Keycloaks";
}

TEST_F(ExternalTokenTest, AClientInAzpCountsAsAudienceWhateverItsCase) {
  std::string claims = keycloak_claims(keycloak, "", R"("elsewhere")");
  claims.replace(claims.find("resident-client"), 15, "MOSIP-Resident");
  EXPECT_NE(principal_of_claims(claims), nullptr);
}

TEST_F(ExternalTokenTest, RolesMayStandInAClaimOfTheirOwn) {
  const std::string access = R"("realm_access":{"roles":["GLOBAL_ADMIN","uma"]})";
  const auto roles_in = [&](const std::string& instead) {
    std::string claims = keycloak_claims();
    claims.replace(claims.find(access), access.size(), instead);
    const auto principal = principal_of_claims(claims);
    return principal ? principal->claims.roles : std::vector<std::string>{"refused"};
  };
  const std::vector<std::string> both{"GLOBAL_ADMIN", "ZONAL_ADMIN"};
  EXPECT_EQ(roles_in(R"("roles":"GLOBAL_ADMIN, ZONAL_ADMIN,")"), both);
  EXPECT_EQ(roles_in(R"("roles":["GLOBAL_ADMIN","ZONAL_ADMIN"])"), both);
  EXPECT_EQ(roles_in(R"("roles":"")"), std::vector<std::string>{});
  EXPECT_EQ(roles_in(access + R"(,"roles":"ZONAL_ADMIN")"),
            (std::vector<std::string>{"GLOBAL_ADMIN", "uma"}));
}

TEST_F(ExternalTokenTest, IdsAreItsOwn) {
  const IssuerKeys& mine = *board_->sets()->at(0);
  const auto claims = authentic_external_claims(token_, mine).value();
  EXPECT_TRUE(id_of(claims.jti) && id_of(claims.session_state) && id_of(sessions_of(claims)));
  // The other realm says the same ids, and one of our sessions.
  const std::string same =
      external_token(header_json("k1"), keycloak_claims(test::other_realm), test::foreign_key());
  const auto theirs = authentic_external_claims(same, *board_->sets()->at(1)).value();
  EXPECT_NE(theirs.jti, claims.jti);
  EXPECT_NE(theirs.session_state, claims.session_state);
  EXPECT_NE(theirs.subject, claims.subject);
  const auto copied = principal_of_claims(keycloak_claims(
      keycloak, R"(,"session_state":")" + std::string{test::session_uuid} +
                    R"(","session_group":")" + std::string{test::session_uuid} + '"'));
  EXPECT_NE(copied->session_id, *id_of(test::session_uuid));
  EXPECT_NE(copied->session_group, *id_of(test::session_uuid));
}

TEST_F(ExternalTokenTest, ASubjectIsTheSameFromTokenToTokenAndNeverOneOfOurs) {
  const std::string ours = test::good_claims().subject;
  const auto subject_in = [&](const std::string& subject, const std::string& jti) {
    std::string claims = keycloak_claims();
    claims.replace(claims.find("f:1:110006"), 10, subject);
    claims.replace(claims.find("onrtac:0d5cbd9f"), 15, jti);
    return principal_of_claims(claims)->claims.subject;
  };
  EXPECT_EQ(subject_in("jane", "one"), subject_in("jane", "other"));
  EXPECT_NE(subject_in("jane", "one"), subject_in("joan", "one"));
  EXPECT_NE(subject_in(ours, "one"), ours);
}

TEST_F(ExternalTokenTest, ARevocationCountsByTokenAndBySession) {
  const auto claims = authentic_external_claims(token_, *board_->sets()->at(0)).value();
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  revocations_.publish(std::vector<Revocation>{{*id_of(claims.session_state), noon + 300}}, noon);
  EXPECT_EQ(fault_of_token(token_), VerifyErrc::revoked);
}

TEST_F(ExternalTokenTest, AnUnknownKeyIsAskedForAndThenCounts) {
  const std::string token = external_token(header_json("k2"), keycloak_claims(), key());
  EXPECT_FALSE(board_->is_wanted(0));
  EXPECT_EQ(fault_of_token(token), VerifyErrc::unknown_key);
  EXPECT_TRUE(board_->is_wanted(0));
  EXPECT_FALSE(board_->is_wanted(1));
  board_->publish(0, {test::external_key("k2", key())}, noon);
  EXPECT_TRUE(verifier_.verify(token, noon).ok());
}

TEST_F(ExternalTokenTest, AKeyThatIsGoneEndsWhatItSigned) {
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  board_->publish(0, {test::external_key("k2", key())}, noon);
  EXPECT_EQ(fault_of_token(token_), VerifyErrc::unknown_key);
}

TEST_F(ExternalTokenTest, KeysThatAreTheSameLeaveTheMemoryAlone) {
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  const uint64_t version = board_->version();
  board_->publish(0, {test::external_key("k1", key())}, noon + 1);
  board_->note_failure(0, "away");
  EXPECT_EQ(board_->version(), version);
  EXPECT_TRUE(verifier_.verify(token_, noon).ok());
  EXPECT_EQ(verifier_.counts().misses.load(), 1u);
  const IssuerState state = board_->states().at(0);
  EXPECT_EQ(state.fetched, noon + 1);
  EXPECT_EQ(state.fetches, 3u);
  EXPECT_EQ(state.failures, 1u);
  EXPECT_EQ(state.fault, "away");
}

TEST_F(ExternalTokenTest, TheOrderOfKeysIsNoNewsAndNewKeysLeaveOurTokensRemembered) {
  const auto keys = [](const char* first, const char* second) {
    return std::vector{test::external_key(first, key()), test::external_key(second, key())};
  };
  const std::string ours = test::token_of(test::good_claims());
  board_->publish(0, keys("k1", "k2"), noon);
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  ASSERT_TRUE(verifier_.verify(ours, noon).ok());
  const uint64_t version = board_->version();
  board_->publish(0, keys("k2", "k1"), noon);
  EXPECT_EQ(board_->version(), version);
  board_->publish(0, keys("k3", "k2"), noon);
  EXPECT_TRUE(verifier_.verify(ours, noon).ok());
  EXPECT_EQ(verifier_.counts().hits.load(), 1u) << "ours is remembered";
  EXPECT_EQ(fault_of_token(token_), VerifyErrc::unknown_key) << "theirs is not";
}
}  // namespace auth
