// tests/auth/external_issuer_test.cc: elements of the setting, good and bad; when keys are due.
#include "actors/auth/external_issuer.h"

#include <gtest/gtest.h>

#include "actors/auth/fetch_plan.h"

namespace auth {
TEST(ExternalIssuer, AnElementIsIssuerAddressOfKeysAndAudiences) {
  const auto read = read_external_issuer(
      "https://sso.example.org/auth/realms/mosip https://sso.example.org/certs account+resident");
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value().url, "https://sso.example.org/auth/realms/mosip");
  EXPECT_EQ(read.value().jwks_url, "https://sso.example.org/certs");
  EXPECT_EQ(read.value().audience, (std::vector<std::string>{"account", "resident"}));
}

TEST(ExternalIssuer, WhatIsWrongIsSaid) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "is not of the form ISSUER JWKS-URL AUDIENCE+AUDIENCE"},
      {"https://a.org/r https://a.org/k", "is not of the form ISSUER JWKS-URL AUDIENCE+AUDIENCE"},
      {"https://a.org/r https://a.org/k a b",
       "is not of the form ISSUER JWKS-URL AUDIENCE+AUDIENCE"},
      {"a.org/r https://a.org/k a", "a.org/r is no issuer: an http or https address with a path"},
      {"https://a.org https://a.org/k a",
       "https://a.org is no issuer: an http or https address with a path"},
      {"https://a.org/r http://a.org/k a",
       "http://a.org/k is no address of keys: https, or http to a loopback address"},
      {"https://a.org/r https://a.org/k +", "names no audience"},
  };
  for (const auto& [text, fault] : cases) {
    const auto read = read_external_issuer(text);
    ASSERT_FALSE(read.ok()) << text;
    EXPECT_EQ(read.error(), fault);
  }
}

TEST(ExternalIssuer, PlainHttpIsForLoopbackAlone) {
  for (const char* good : {"https://a.org/keys", "http://127.0.0.1:8080/keys", "http://localhost/k",
                           "http://[::1]:80/keys", "https://[2001:db8::1]/keys"}) {
    EXPECT_TRUE(is_safe_key_url(good)) << good;
  }
  for (const char* bad :
       {"", "http://a.org/keys", "http://127.0.0.1.a.org/keys", "http://localhost@a.org/keys",
        "http://localhost:80@a.org/", "https://", "https://user@a.org/keys", "file:///etc/passwd",
        "ftp://127.0.0.1/keys", "HTTP://127.0.0.1/keys", "https://a.org/k\n"}) {
    EXPECT_FALSE(is_safe_key_url(bad)) << bad;
  }
}

class FetchPlanTest : public ::testing::Test {
 protected:
  static FetchPlan::Instant at(int seconds) {
    return FetchPlan::Instant{} + std::chrono::seconds{1'000 + seconds};
  }
  FetchPlan plan_{{std::chrono::seconds{300}, std::chrono::seconds{10}}};
};

TEST_F(FetchPlanTest, TheFirstFetchIsDueAtOnceAndTheNextAfterTheRefreshTime) {
  EXPECT_TRUE(plan_.is_due(at(0)));
  plan_.fetched(at(0), true);
  EXPECT_FALSE(plan_.is_due(at(299)));
  EXPECT_TRUE(plan_.is_due(at(300)));
}
TEST_F(FetchPlanTest, AWishWaitsForTheRefetchTime) {
  plan_.fetched(at(0), true);
  plan_.wish();
  EXPECT_TRUE(plan_.is_wished());
  EXPECT_FALSE(plan_.is_due(at(9)));
  EXPECT_TRUE(plan_.is_due(at(10)));
  plan_.fetched(at(10), true);
  EXPECT_FALSE(plan_.is_wished());
  EXPECT_FALSE(plan_.is_due(at(20))) << "the wish has been granted";
}
TEST_F(FetchPlanTest, AFailureIsTriedAgainAfterTheRefetchTime) {
  plan_.fetched(at(0), false);
  EXPECT_FALSE(plan_.is_due(at(9)));
  EXPECT_TRUE(plan_.is_due(at(10)));
}
}  // namespace auth
