// tests/auth/account_rules_test.cc: which passwords are accepted, and which factors a role means.
#include <gtest/gtest.h>

#include "actors/auth/factor_policy.h"
#include "actors/auth/password_policy.h"

namespace auth {
namespace {
std::optional<Errc> fault(const PasswordRules& rules, std::string_view password) {
  return PasswordPolicy::make(rules).value().fault_of(password, {"M392380", "m39@example.org"});
}
constexpr auto policy = Errc::account_password_policy;
}  // namespace

TEST(PasswordPolicy, TheSeedsOwnPasswordsPassByDefault) {
  for (const char* password : {"hfsfs32#", "ksafuff", "6^S98sG#"})
    EXPECT_EQ(fault({}, password), std::nullopt) << password;
}
TEST(PasswordPolicy, LengthsAreInCharacters) {
  EXPECT_EQ(fault({}, "ksafuf"), Errc::account_password_short);
  EXPECT_EQ(fault({}, "äöüßéñ"), Errc::account_password_short);
  EXPECT_EQ(fault({}, "äöüßéñç"), std::nullopt);
  EXPECT_EQ(fault({}, std::string(128, 'x')), std::nullopt);
  EXPECT_EQ(fault({}, std::string(129, 'x')), policy);
}
TEST(PasswordPolicy, ItHoldsNeitherNameNorMail) {
  EXPECT_EQ(fault({}, "xxm392380xx"), policy);
  EXPECT_EQ(fault({}, "12M39@EXAMPLE.ORG34"), policy);
  EXPECT_EQ(PasswordPolicy{}.fault_of("abxxxxxx", {"ab", ""}), std::nullopt);
}
TEST(PasswordPolicy, ThePatternOfTheReference) {
  const PasswordRules rules{.pattern = R"(((?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[@#$%]).{8,}))"};
  EXPECT_EQ(fault(rules, "hfsfs32#"), policy);
  EXPECT_EQ(fault(rules, "hFsfs32#"), std::nullopt);
  EXPECT_EQ(fault(rules, "hFsfs32\xff#"), policy) << "no UTF-8";
}
TEST(PasswordPolicy, APatternThatNeverEndsIsMissed) {
  const PasswordRules rules{.pattern = "^(a+)+$"};
  EXPECT_EQ(fault(rules, std::string(100, 'a') + "b"), policy);
  EXPECT_FALSE(PasswordPolicy::make({.pattern = "("}).ok());
}
TEST(PasswordPolicy, TheBlocklistForgetsCase) {
  const PasswordRules rules{.pattern = {},
                            .blocklist = blocklist_of("Password1\r\n\n  letmein7 \nlast")};
  EXPECT_EQ(rules.blocklist.size(), 3U);
  EXPECT_EQ(fault(rules, "PASSWORD1"), policy);
  EXPECT_EQ(fault(rules, "letmein7"), policy);
  EXPECT_EQ(fault(rules, "letmein78"), std::nullopt);
}

TEST(FactorPolicies, TheUnionInTheOrderOfThePolicies) {
  const auto policies =
      FactorPolicies::make({{{"type1", {"password"}}, {"type2", {"otp", "password", "iris"}}},
                            {"otp", "password", "iris"},
                            {"A:type1", "B:type2"}})
          .value();
  using Factors = std::vector<std::string>;
  EXPECT_EQ(policies.factors_of({"A"}), Factors{"password"});
  EXPECT_EQ(policies.factors_of({"C", "B", "A"}), (Factors{"password", "otp", "iris"}));
  EXPECT_EQ(policies.factors_of({"C"}), std::nullopt);
}
TEST(FactorPolicies, WhatCannotBeIsRefused) {
  EXPECT_NE(FactorPolicies::make({{{"type1", {"smell"}}}, {"otp"}, {}}).error().find("ADM-SEC-003"),
            std::string::npos);
  for (const char* pair : {"A", "A:type9", ":type1"})
    EXPECT_FALSE(FactorPolicies::make({{{"type1", {"otp"}}}, {"otp"}, {pair}}).ok()) << pair;
}
}  // namespace auth
