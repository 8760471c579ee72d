// tests/auth/token_refusal_test.cc: every form of token that must not get in.
#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "crypto/digest.h"
#include "tests/auth/tokens.h"

namespace auth {
using test::good_claims;
using test::noon;
using test::token_of;

class TokenRefusal : public ::testing::Test {
 protected:
  std::string good_json() { return access_claims_json(good_claims(), "https://id.example.org"); }
  std::string kid() { return test::key().kid; }
  std::string with_header(const std::string& header) {
    return test::signed_json(crypto::base64url_encode(header), good_json());
  }
  std::optional<VerifyErrc> refusal(const std::string& token, TokenRules rules = test::rules(),
                                    int64_t now = noon) {
    Verifier verifier{test::trust(std::move(rules)), board_};
    const auto answer = verifier.verify(token, now);
    return answer.ok() ? std::nullopt : std::optional{answer.error()};
  }
  std::optional<VerifyErrc> refusal_of(void (*change)(Claims&)) {
    Claims claims = good_claims();
    change(claims);
    return refusal(token_of(claims));
  }
  RevocationBoard board_;
};

TEST_F(TokenRefusal, TheGoodTokenIsGood) {
  EXPECT_EQ(refusal(token_of(good_claims())), std::nullopt);
  EXPECT_EQ(refusal(with_header(R"({"alg":"RS256","typ":"JWT","kid":")" + kid() + R"("})")),
            std::nullopt);
}
TEST_F(TokenRefusal, NoneAndHmacWithThePublicKey) {
  const std::string none =
      crypto::base64url_encode(R"({"alg":"none","typ":"JWT","kid":")" + kid() + R"("})") + "." +
      crypto::base64url_encode(good_json()) + ".";
  EXPECT_EQ(refusal(none), VerifyErrc::algorithm);
  EXPECT_EQ(refusal(none + "AAAA"), VerifyErrc::algorithm);

  const auto input = signing_input(
      crypto::base64url_encode(R"({"alg":"HS256","typ":"JWT","kid":")" + kid() + R"("})"),
      good_json());
  const auto spki = test::key().key.public_key().value().spki_der();
  const auto mac = crypto::hmac_sha256(spki, input);
  EXPECT_EQ(refusal(finished_token(input, crypto::view_of(mac))), VerifyErrc::algorithm);
}
TEST_F(TokenRefusal, HeadersThatAreNotOurs) {
  const std::string front = R"({"alg":"RS256","typ":"JWT","kid":")" + kid() + R"(")";
  for (const char* more :
       {R"(,"jwk":{}})", R"(,"jku":"https://evil.example"})", R"(,"x5c":["MII"]})",
        R"(,"x5u":"https://evil.example"})", R"(,"crit":["exp"]})", R"(,"zip":"DEF"})"}) {
    EXPECT_EQ(refusal(with_header(front + more)), VerifyErrc::algorithm) << more;
  }
  for (const char* algorithm : {"RS384", "RS512", "PS256", "ES256", "HS512", "rs256", "None", ""}) {
    EXPECT_EQ(refusal(with_header(R"({"alg":")" + std::string{algorithm} +
                                  R"(","typ":"JWT","kid":")" + kid() + R"("})")),
              VerifyErrc::algorithm)
        << algorithm;
  }
  EXPECT_EQ(refusal(with_header(front + R"(,"alg":"none"})")), VerifyErrc::malformed);
  EXPECT_EQ(refusal(with_header(R"({"alg":7,"typ":"JWT","kid":"k"})")), VerifyErrc::malformed);
  EXPECT_EQ(refusal(with_header(R"(["RS256","JWT","k"])")), VerifyErrc::malformed);
}
TEST_F(TokenRefusal, AnotherKidAndAForeignKeyUnderOurKid) {
  EXPECT_EQ(refusal(with_header(R"({"alg":"RS256","typ":"JWT","kid":"other"})")),
            VerifyErrc::unknown_key);
  EXPECT_EQ(refusal(token_of(good_claims(), test::foreign_key())), VerifyErrc::unknown_key);
  EXPECT_EQ(refusal(test::signed_json(test::key().header, good_json(), test::foreign_key())),
            VerifyErrc::signature);
}
TEST_F(TokenRefusal, AnyChangedCharacter) {
  const std::string token = token_of(good_claims());
  for (size_t at = 0; at < token.size(); at += 7) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_NE(refusal(changed), std::nullopt) << at;
  }
}
TEST_F(TokenRefusal, RolesAddedUnderTheOldSignature) {
  const std::string token = token_of(good_claims());
  Claims more = good_claims();
  more.roles.push_back("ZONAL_ADMIN");
  const std::string input =
      signing_input(test::key().header, access_claims_json(more, "https://id.example.org"));
  EXPECT_EQ(refusal(input + token.substr(token.rfind('.'))), VerifyErrc::signature);
}
TEST_F(TokenRefusal, TimesIssuersTypesAndIds) {
  EXPECT_EQ(refusal(token_of(good_claims()), test::rules(), noon + 35'999), std::nullopt);
  EXPECT_EQ(refusal(token_of(good_claims()), test::rules(), noon + 36'000), VerifyErrc::expired);
  EXPECT_EQ(refusal_of([](Claims& c) { c.not_before = noon + 1; }), VerifyErrc::not_yet);
  EXPECT_EQ(refusal_of([](Claims& c) { c.type = type_refresh; }), VerifyErrc::type);
  EXPECT_EQ(refusal_of([](Claims& c) { c.type = "ID"; }), VerifyErrc::type);
  EXPECT_EQ(refusal_of([](Claims& c) { c.jti = "not a uuid"; }), VerifyErrc::malformed);
  EXPECT_EQ(refusal_of([](Claims& c) { c.session_state.clear(); }), VerifyErrc::malformed);
  EXPECT_EQ(refusal_of([](Claims& c) { c.subject.clear(); }), VerifyErrc::malformed);
  for (const char* issuer :
       {"https://evil.example/auth/realms/mosip", "https://id.example.org/auth/realms/other",
        "https://id.example.org@evil.example/realms/mosip", "id.example.org/auth/realms/mosip",
        "https://id.example.org", "https:///mosip", ""}) {
    Claims claims = good_claims();
    claims.issuer = issuer;
    EXPECT_EQ(refusal(token_of(claims)), VerifyErrc::issuer) << issuer;
  }
  EXPECT_EQ(refusal_of([](Claims& c) { c.issuer = "http://ID.example.org:8443/x/mosip"; }),
            std::nullopt)
      << "only the host and the last segment count";
}
TEST_F(TokenRefusal, TheAudience) {
  EXPECT_EQ(refusal_of([](Claims& c) { c.audience = {"elsewhere"}; }), VerifyErrc::audience);
  TokenRules rules = test::rules();
  rules.allowed_audience = {"Mosip-Admin-Client", "other"};
  Claims claims = good_claims();
  EXPECT_EQ(refusal(token_of(claims), rules), std::nullopt) << "azp, whatever its case";
  claims.authorized_party = "mosip-abis-client";
  EXPECT_EQ(refusal(token_of(claims), rules), VerifyErrc::audience);
  claims.audience = {"account", "other"};
  EXPECT_EQ(refusal(token_of(claims), rules), std::nullopt);
}
TEST_F(TokenRefusal, Garbage) {
  const std::string token = token_of(good_claims());
  for (const std::string& text :
       {std::string{}, std::string{"."}, std::string{".."}, std::string{"..."},
        std::string{"a.b.c"}, token + ".", token + "=", " " + token,
        token.substr(0, token.rfind('.')), token.substr(1), "ey" + token,
        std::string(token_bytes_max + 1, 'A'), std::string("\0\0.\0.\0", 6),
        crypto::base64url_encode("null") + ".e30.AAAA",
        crypto::base64url_encode("{}") + ".e30.AAAA"}) {
    EXPECT_NE(refusal(text), std::nullopt) << text.substr(0, 40);
  }
  std::string nested(6000, '[');
  EXPECT_EQ(refusal(crypto::base64url_encode(nested) + ".e30.AAAA"), VerifyErrc::malformed);
}
TEST_F(TokenRefusal, AnIssuerWithAnAddressForAHost) {
  EXPECT_EQ(parse_issuer("http://[::1]:8080/auth/realms/mosip")->host, "[::1]");
  EXPECT_EQ(parse_issuer("http://127.0.0.1:8080/auth/realms/mosip")->host, "127.0.0.1");
  EXPECT_FALSE(parse_issuer("ftp://a/b"));
  EXPECT_FALSE(parse_issuer("https://a/"));
}
}  // namespace auth
