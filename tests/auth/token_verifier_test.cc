// tests/auth/token_verifier_test.cc: what the memory of answers may and may not do.
#include "actors/auth/token_verifier.h"

#include <gtest/gtest.h>

#include "tests/auth/tokens.h"

namespace auth {
using test::good_claims;
using test::noon;
using test::token_of;

static std::string uuid(uint64_t number) {
  std::string digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

class VerifierTest : public ::testing::Test {
 protected:
  void revoke(std::string_view id) {
    board_.publish(std::vector<Revocation>{{*id_of(id), noon + 36'000}}, noon);
  }
  RevocationBoard board_;
  Verifier verifier_{test::trust(), board_};
  std::string token_ = token_of(good_claims());
};

TEST_F(VerifierTest, ThePrincipalIsWhatTheTokenSays) {
  const auto principal = verifier_.verify(token_, noon).value();
  EXPECT_EQ(principal->claims.user_name, "110006");
  EXPECT_EQ(principal->claims.authorized_party, "mosip-admin-client");
  EXPECT_EQ(principal->realm, "mosip");
  EXPECT_EQ(principal->claims.roles.size(), 2u) << "unknown roles are kept as text";
  EXPECT_EQ(principal->roles.count(), 1u);
  const auto trust = test::trust();
  const std::vector<std::string> admin{"GLOBAL_ADMIN"}, zonal{"ZONAL_ADMIN"};
  EXPECT_TRUE(principal->may_use({trust->roles.set_of(admin)}));
  EXPECT_FALSE(principal->may_use({trust->roles.set_of(zonal)}));
}
TEST_F(VerifierTest, ARememberedTokenIsTheSameAnswer) {
  const auto first = verifier_.verify(token_, noon).value();
  EXPECT_EQ(verifier_.verify(token_, noon).value(), first);
  EXPECT_EQ(verifier_.counts().hits.load(), 1u);
  EXPECT_EQ(verifier_.counts().misses.load(), 1u);
}
TEST_F(VerifierTest, ARememberedTokenStillExpires) {
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  EXPECT_EQ(verifier_.verify(token_, noon + 36'000).error(), VerifyErrc::expired);
  EXPECT_EQ(verifier_.remembered(), 0u);
}
TEST_F(VerifierTest, ARevocationCountsOnTheNextCall) {
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  revoke(uuid(7));
  EXPECT_TRUE(verifier_.verify(token_, noon).ok()) << "somebody else's";
  revoke(test::session_uuid);
  EXPECT_EQ(verifier_.verify(token_, noon).error(), VerifyErrc::revoked);
  EXPECT_EQ(verifier_.verify(token_, noon).error(), VerifyErrc::revoked) << "nor judged anew";
  const uint64_t refused = verifier_.counts().refused[static_cast<size_t>(VerifyErrc::revoked)];
  EXPECT_EQ(refused, 2u);
}
TEST_F(VerifierTest, ATokenIsRevokedByItsOwnIdToo) {
  revoke(test::token_uuid);
  EXPECT_EQ(verifier_.verify(token_, noon).error(), VerifyErrc::revoked);
}
TEST_F(VerifierTest, OneChangedCharacterIsNotTheRememberedToken) {
  ASSERT_TRUE(verifier_.verify(token_, noon).ok());
  std::string changed = token_;  // the tail, by which it is found, stays
  changed[changed.find('.') + 5] ^= 1;
  EXPECT_FALSE(verifier_.verify(changed, noon).ok());
}
TEST_F(VerifierTest, RefusedTokensAreNotRemembered) {
  EXPECT_FALSE(verifier_.verify(token_of(good_claims(), test::foreign_key()), noon).ok());
  EXPECT_EQ(verifier_.remembered(), 0u);
}
TEST_F(VerifierTest, ATokenOfAKeyThatIsGoneIsForgotten) {
  const auto board = std::make_shared<TokenKeyBoard>(test::set_of(test::key()));
  Trust trust{*test::trust()};
  trust.keys = board;
  Verifier verifier{std::make_shared<const Trust>(trust), board_};
  ASSERT_TRUE(verifier.verify(token_, noon).ok());
  board->publish(test::set_of(test::foreign_key()));
  EXPECT_EQ(verifier.verify(token_, noon).error(), VerifyErrc::unknown_key);
  EXPECT_TRUE(verifier.verify(token_of(good_claims(), test::foreign_key()), noon).ok());
}
TEST_F(VerifierTest, RotationKeepsTheTokensOfTheKeyBefore) {
  const auto board = std::make_shared<TokenKeyBoard>(test::set_of(test::key()));
  Trust trust{*test::trust()};
  trust.keys = board;
  Verifier verifier{std::make_shared<const Trust>(trust), board_};
  const TokenKey rotated = test::new_key();
  board->publish(test::set_of(rotated, {test::key()}));
  EXPECT_TRUE(verifier.verify(token_, noon).ok());
  EXPECT_TRUE(verifier.verify(token_of(good_claims(), rotated), noon).ok());
}
TEST_F(VerifierTest, TheMemoryIsBounded) {
  Verifier small{test::trust(), board_, 8};
  for (uint64_t i = 1; i <= 40; ++i) {
    Claims claims = good_claims();
    claims.jti = uuid(i);
    ASSERT_TRUE(small.verify(token_of(claims), noon).ok());
    EXPECT_LE(small.remembered(), 8u);
  }
}
TEST_F(VerifierTest, TheTokenUsedLastStays) {
  Verifier small{test::trust(), board_, Verifier::ways};
  ASSERT_TRUE(small.verify(token_, noon).ok());
  for (uint64_t i = 1; i <= 10; ++i) {
    Claims claims = good_claims();
    claims.jti = uuid(i);
    ASSERT_TRUE(small.verify(token_of(claims), noon).ok());
    ASSERT_TRUE(small.verify(token_, noon).ok());
  }
  EXPECT_EQ(small.counts().misses.load(), 11u);
}
}  // namespace auth
