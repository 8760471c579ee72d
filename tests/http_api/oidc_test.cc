// tests/http_api/oidc_test.cc: the issuer's documents and its refusals, which need no actor.
#include "http/oidc/oidc_http.h"

#include <simdjson.h>

#include "http/context.h"
#include "tests/auth/tokens.h"
#include "tests/http_api/wire_fixture.h"

namespace http {
using testing::ElementsAre;
using testing::HasSubstr;

class OidcTest : public WireTest {
 protected:
  OidcTest() {
    context.wire = wire;
    context.issuer.rules = {"https://id.example.org", {"mosip"}, {}};
    auth::TokenKeySet keys = *auth::test::set_of(auth::test::key());
    keys.jwks = {{"kid-1", "modulus", "AQAB"}};
    context.issuer.keys = std::make_shared<const auth::TokenKeyBoard>(
        std::make_shared<const auth::TokenKeySet>(std::move(keys)));
    context.by_subject = std::make_unique<RateLimit>(Rate{1, 1}, 7);
  }
  transport::Response call(Handler handler, const Params& params, std::string_view body = "") {
    transport::RequestParts parts;
    parts.body = body;
    parts.headers = headers;
    const transport::Request request{parts};
    const Body no_json;
    handler(context, Call{request, params, no_json, nullptr, "127.0.0.1"}, reply());
    return taken();
  }

  Context context;
  std::vector<transport::Header> headers;
  const Params mosip{{"realm", "mosip"}};
  const Params unknown{{"realm", "elsewhere"}};
};

std::string field(const std::string& json, std::string_view name) {
  simdjson::dom::parser parser;
  std::string_view text;
  if (parser.parse(json)[name].get(text) != simdjson::SUCCESS) return "(none)";
  return std::string{text};
}

TEST_F(OidcTest, DiscoveryNamesThePathsBelowTheIssuer) {
  for (const Params& params : {Params{}, mosip}) {
    const auto answer = call(discovery, params);
    EXPECT_EQ(answer.status, 200);
    const std::string issuer = "https://id.example.org/auth/realms/mosip";
    EXPECT_EQ(field(answer.body, "issuer"), issuer);
    EXPECT_EQ(field(answer.body, "token_endpoint"), issuer + "/protocol/openid-connect/token");
    EXPECT_EQ(field(answer.body, "jwks_uri"), issuer + "/protocol/openid-connect/certs");
    EXPECT_EQ(field(answer.body, "userinfo_endpoint"),
              issuer + "/protocol/openid-connect/userinfo");
    EXPECT_EQ(field(answer.body, "end_session_endpoint"),
              issuer + "/protocol/openid-connect/logout");
  }
}

TEST_F(OidcTest, TheKeySetWithoutARealmIsTheSame) {
  EXPECT_EQ(call(certs, Params{}).body, call(certs, mosip).body);
}

TEST_F(OidcTest, CertsToTheLetter) {
  EXPECT_EQ(call(certs, mosip).body,
            R"({"keys":[{"kid":"kid-1","kty":"RSA","alg":"RS256","use":"sig",)"
            R"("n":"modulus","e":"AQAB"}]})");
}

TEST_F(OidcTest, AnUnknownRealmIsNotFoundEverywhere) {
  for (const Handler handler : {discovery, certs, token, userinfo, issuer_logout}) {
    const auto answer = call(handler, unknown);
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(field(answer.body, "error"), "not_found");
  }
}

TEST_F(OidcTest, UserinfoAsksForABearerToken) {
  const auto answer = call(userinfo, mosip);
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(field(answer.body, "error"), "invalid_token");
  EXPECT_EQ(header(answer, "WWW-Authenticate"), "Bearer");
}

TEST_F(OidcTest, LogoutNeedsATokenOfSomeKind) {
  const auto answer = call(issuer_logout, mosip);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(field(answer.body, "error"), "invalid_request");
}

TEST_F(OidcTest, TheTokenEndpointRefusesInTheWordsOfTheRfc) {
  EXPECT_EQ(field(call(token, mosip, "grant_type=password").body, "error"), "invalid_client");
  EXPECT_EQ(field(call(token, mosip, "client_id=a").body, "error"), "invalid_request");
  EXPECT_EQ(field(call(token, mosip, "client_id=b&grant_type=magic").body, "error"),
            "unsupported_grant_type");
  headers = {{"Authorization", "Basic Yzpk"}};  // c:d
  EXPECT_EQ(field(call(token, mosip, "grant_type=magic").body, "error"), "unsupported_grant_type");
  for (const char* bad : {"Basic", "Basic ", "Basic !!!", "Basic Yw==", "Bearer Yzpk"}) {
    headers = {{"Authorization", bad}};
    EXPECT_EQ(field(call(token, mosip, "grant_type=magic").body, "error"), "invalid_client") << bad;
  }
}

TEST_F(OidcTest, AClientThatTriesTooOftenIsSlowedDown) {
  call(token, mosip, "client_id=eager&grant_type=magic");
  const auto answer = call(token, mosip, "client_id=eager&grant_type=magic");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(field(answer.body, "error"), "slow_down");
}
}  // namespace http
