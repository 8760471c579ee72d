// tests/http_api/token_source_test.cc: where a token is looked for, in order (auth sheet 3).
#include "http/token_source.h"

#include <gtest/gtest.h>

#include <vector>

namespace http {
using Kind = TokenSource::Kind;
using Headers = std::vector<transport::Header>;

TokenSource source_of(const Headers& headers, std::string_view name = "Authorization",
                      std::string_view prefix = "Mosip-Token") {
  transport::RequestParts parts;
  parts.headers = headers;
  return token_of(transport::Request{parts}, name, prefix);
}
std::string token_in(const Headers& headers) {
  const auto source = source_of(headers);
  EXPECT_EQ(source.kind == Kind::token, !source.token.empty());
  return std::string{source.token};
}

TEST(TokenSource, TheCookieComesBeforeTheHeader) {
  EXPECT_EQ(token_in({{"Cookie", "Authorization=c"}, {"Authorization", "Bearer h"}}), "c");
  EXPECT_EQ(token_in({{"Authorization", "Bearer h"}}), "h");
  EXPECT_EQ(token_in({{"Cookie", "Authorization="}, {"Authorization", "Bearer h"}}), "h");
  EXPECT_EQ(token_in({{"Cookie", "theme=dark"}, {"Authorization", "Bearer h"}}), "h");
}

TEST(TokenSource, TheExactNameComesBeforeASimilarOne) {
  EXPECT_EQ(token_in({{"Cookie", "X-Authorization-2=s; Authorization=e; Authorization2=t"}}), "e");
  EXPECT_EQ(token_in({{"Cookie", "authorization=e"}}), "e");
}

TEST(TokenSource, OfSimilarNamesTheLast) {
  EXPECT_EQ(token_in({{"Cookie", "Authorization1=a; X=y; MyAUTHORIZATION=b; z=1"}}), "b");
}

TEST(TokenSource, SeveralCookieHeadersCountAsOne) {
  EXPECT_EQ(token_in({{"Cookie", "a=b"}, {"cookie", "Authorization=c"}}), "c");
}

TEST(TokenSource, BlanksAroundNamesAndValuesAreDropped) {
  EXPECT_EQ(token_in({{"Cookie", "a=b;   Authorization =  c  ; d=e"}}), "c");
  EXPECT_EQ(token_in({{"Authorization", "  Bearer   h "}}), "h");
}

TEST(TokenSource, PrefixesAreTakenOffOnce) {
  for (const char* text : {"Bearer t", "bearer t", "Mosip-Tokent", "Mosip-Token t", "MOSIP-TOKENt",
                           "Mosip-Admin-Tokent", "t"}) {
    EXPECT_EQ(token_in({{"Authorization", text}}), "t") << text;
    const std::string cookie = std::string{"Authorization="} + text;
    EXPECT_EQ(token_in({{"Cookie", cookie}}), "t") << text;
  }
  EXPECT_EQ(token_in({{"Authorization", "Bearer Bearer t"}}), "Bearer t");
}

TEST(TokenSource, TheConfiguredNameAndPrefixCount) {
  const auto source = source_of({{"Cookie", "Authorization=a; Pass=Own-t"}}, "Pass", "Own-");
  EXPECT_EQ(source.token, "t");
  EXPECT_EQ(source_of({{"Cookie", "Pass=Mosip-Tokent"}}, "Pass", "").token, "t");
}

TEST(TokenSource, AHeaderOfTheConfiguredNameComesBeforeAuthorization) {
  const Headers both{{"Authorization", "Bearer a"}, {"pass", "Bearer p"}};
  EXPECT_EQ(source_of(both, "Pass").token, "p");
  EXPECT_EQ(source_of({{"Authorization", "Bearer a"}}, "Pass").token, "a");
  EXPECT_EQ(source_of({{"Cookie", "Pass=c"}, {"Pass", "p"}}, "Pass").token, "c");
  EXPECT_EQ(source_of({{"Pass", "p"}}).kind, Kind::no_credentials);
}

TEST(TokenSource, SaysWhatIsMissing) {
  EXPECT_EQ(source_of({}).kind, Kind::no_credentials);
  EXPECT_EQ(source_of({{"Accept", "*/*"}}).kind, Kind::no_credentials);
  EXPECT_EQ(source_of({{"Authorization", " "}}).kind, Kind::no_credentials);
  EXPECT_EQ(source_of({{"Cookie", "theme=dark"}}).kind, Kind::no_token);
  EXPECT_EQ(source_of({{"Cookie", ""}}).kind, Kind::no_token);
  EXPECT_EQ(source_of({{"Cookie", "Authorization"}}).kind, Kind::no_token);
  EXPECT_EQ(source_of({{"Cookie", "Authorization="}}).kind, Kind::no_token);
  EXPECT_EQ(source_of({{"Authorization", "Mosip-Token"}}).kind, Kind::no_token);
}

TEST(TokenSource, AValueMayHoldEqualsSigns) {
  EXPECT_EQ(token_in({{"Cookie", "Authorization=a=b=="}}), "a=b==");
}

TEST(CookieContaining, IsTheLastOfThatName) {
  const Headers headers = {{"Cookie", "refresh_token=a; X-REFRESH_TOKEN=b"}, {"Cookie", "c=d"}};
  transport::RequestParts parts;
  parts.headers = headers;
  EXPECT_EQ(cookie_containing(transport::Request{parts}, "refresh_token"), "b");
  EXPECT_EQ(cookie_containing(transport::Request{parts}, "absent"), "");
}
}  // namespace http
