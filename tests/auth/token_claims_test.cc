// tests/auth/token_claims_test.cc: the JSON of claims, key by key in the order of the samples.
#include <gtest/gtest.h>

#include "actors/auth/token_mint.h"
#include "tests/auth/tokens.h"

namespace auth {
using test::noon;

static User user_110006() {
  User user;
  user.uuid = "234ec93f-6afd-47bd-942a-3d541b746be4";
  user.realm = "mosip";
  user.user_name = "110006";
  user.first_name = "Test110006";
  user.last_name = "Auto110006";
  user.mail = "110006@xyz.com";
  user.roles = {"ZONAL_ADMIN", "RESIDENT"};
  return user;
}
static Session session() {
  Session made;
  made.realm = "mosip";
  made.authorized_party = "mosip-admin-client";
  made.amr = {"pwd"};
  return made;
}
static const TokenMarks marks{std::string{test::token_uuid}, std::string{test::session_uuid}, noon,
                              noon + 36'000};

TEST(TokenClaims, AUsersAccessTokenHasTheKeysOfSampleB) {
  const auto claims = access_claims(test::rules(), user_110006(), session(), marks);
  EXPECT_EQ(
      access_claims_json(claims, "https://id.example.org"),
      R"({"jti":"dd4a2109-625f-4cbb-9b37-b39171c73212","exp":1704232800,"nbf":0,"iat":1704196800,)"
      R"("iss":"https://id.example.org/auth/realms/mosip","aud":"account",)"
      R"("sub":"234ec93f-6afd-47bd-942a-3d541b746be4","typ":"Bearer","azp":"mosip-admin-client",)"
      R"("auth_time":0,"session_state":"398a6b29-5c29-4c7b-871d-f46354230295","acr":"1",)"
      R"("allowed-origins":["https://id.example.org"],)"
      R"("realm_access":{"roles":["ZONAL_ADMIN","RESIDENT"]},"resource_access":{"account":{"roles":)"
      R"(["manage-account","manage-account-links","view-profile"]}},"scope":"email profile",)"
      R"("email_verified":false,"name":"Test110006 Auto110006","preferred_username":"110006",)"
      R"("given_name":"Test110006","family_name":"Auto110006","email":"110006@xyz.com",)"
      R"("amr":["pwd"]})");
}
TEST(TokenClaims, AClientsTokenHasTheKeysOfSampleD) {
  Client client;
  client.uuid = "87f05764-789d-4e6b-9c1e-c56bbdc29563";
  client.realm = "mosip";
  client.client_id = "mosip-abis-client";
  client.roles = {"offline_access", "uma_authorization"};
  const auto claims = client_claims(test::rules(), client, "10.0.0.7", marks);
  EXPECT_EQ(
      access_claims_json(claims, "https://id.example.org"),
      R"({"jti":"dd4a2109-625f-4cbb-9b37-b39171c73212","exp":1704232800,"nbf":0,"iat":1704196800,)"
      R"("iss":"https://id.example.org/auth/realms/mosip","aud":"account",)"
      R"("sub":"87f05764-789d-4e6b-9c1e-c56bbdc29563","typ":"Bearer","azp":"mosip-abis-client",)"
      R"("auth_time":0,"session_state":"398a6b29-5c29-4c7b-871d-f46354230295","acr":"1",)"
      R"("allowed-origins":["https://id.example.org"],)"
      R"("realm_access":{"roles":["offline_access","uma_authorization"]},"resource_access":)"
      R"({"mosip-abis-client":{"roles":["uma_protection"]},"account":{"roles":)"
      R"(["manage-account","manage-account-links","view-profile"]}},"scope":"email profile",)"
      R"("clientId":"mosip-abis-client","clientHost":"10.0.0.7","email_verified":false,)"
      R"("preferred_username":"service-account-mosip-abis-client","clientAddress":"10.0.0.7",)"
      R"("amr":["client"]})");
}
TEST(TokenClaims, ARefreshTokenIsForItsIssuerAndNamesNoPerson) {
  const auto claims = refresh_claims(test::rules(), user_110006(), session(), marks);
  const auto json = refresh_claims_json(claims);
  EXPECT_NE(json.find(R"("aud":"https://id.example.org/auth/realms/mosip")"), json.npos);
  EXPECT_NE(json.find(R"("typ":"Refresh")"), json.npos);
  EXPECT_EQ(json.find("110006"), json.npos);
}
TEST(TokenClaims, WhatIsWrittenIsRead) {
  Claims claims = test::good_claims();
  claims.name = "quote \" backslash \\ line\n feed, \x01 and \xc3\xa9";
  claims.audience = {"account", "other"};
  const auto read = read_claims(access_claims_json(claims, "https://id.example.org"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().name, claims.name);
  EXPECT_EQ(read.value().audience, claims.audience);
  EXPECT_EQ(read.value().roles, claims.roles);
  EXPECT_EQ(read.value().expires, claims.expires);
  EXPECT_EQ(read.value().session_state, claims.session_state);
}
TEST(TokenClaims, OtherTypesAndDoubleKeysAreMalformed) {
  EXPECT_TRUE(read_claims(R"({"exp":1,"other":[{"a":1}]})").ok());
  for (const char* json :
       {"", "{}", "[]", "null", "{\"exp\":1", R"({"exp":"1"})", R"({"exp":1.5})",
        R"({"exp":99999999999999999999})", R"({"exp":1,"exp":2})", R"({"exp":1,"nbf":null})",
        R"({"exp":1,"jti":7})", R"({"exp":1,"aud":7})", R"({"exp":1,"aud":[7]})",
        R"({"exp":1,"realm_access":[]})", R"({"exp":1,"realm_access":{"roles":"A"}})",
        R"({"exp":1,"realm_access":{"roles":[],"roles":["A"]}})", R"({"exp":1,"amr":"pwd"})",
        "{\"exp\":1,\"jti\":\"\xff\"}", R"({"exp":1}{"exp":2})"}) {
    EXPECT_EQ(read_claims(json).ok(), false) << json;
  }
}
}  // namespace auth
