// tests/http_api/cookies_test.cc: the cookies to the letter, at a fixed time (auth sheet 3).
#include "http/cookies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace http {
using testing::ElementsAre;
using testing::Pair;

class CookiesTest : public ::testing::Test {
 protected:
  CookiesTest() {
    context.wire.clock = [] { return UtcTime{std::chrono::seconds{1'551'345'583}}; };
  }
  Context context;
};

TEST_F(CookiesTest, ATokenAsTheSeedsPrintIt) {
  EXPECT_THAT(token_cookie(context, "eyJ.a.b"),
              ElementsAre(Pair("Set-Cookie",
                               "Authorization=eyJ.a.b; Max-Age=6000000; "
                               "Expires=Wed, 08-May-2019 19:59:43 GMT; Path=/; Secure; HttpOnly; "
                               "SameSite=Lax")));
}

TEST_F(CookiesTest, ATokenMayBeKeptAsLongAsItLives) {
  EXPECT_THAT(
      token_cookie(context, "t", 10),
      ElementsAre(Pair("Set-Cookie",
                       "Authorization=t; Max-Age=10; Expires=Thu, 28-Feb-2019 09:19:53 GMT; "
                       "Path=/; Secure; HttpOnly; SameSite=Lax")));
}

TEST_F(CookiesTest, ASessionHasTheRefreshTokenToo) {
  context.tokens.cookie_max_age_seconds = 0;
  EXPECT_THAT(
      session_cookies(context, "t", "r"),
      ElementsAre(Pair("Set-Cookie",
                       "Authorization=t; Max-Age=0; Expires=Thu, 28-Feb-2019 09:19:43 GMT; Path=/; "
                       "Secure; HttpOnly; SameSite=Lax"),
                  Pair("Set-Cookie", "refresh_token=r; Path=/; Secure; HttpOnly; SameSite=Lax")));
}

TEST_F(CookiesTest, WithoutARefreshTokenThereIsOneCookie) {
  EXPECT_EQ(session_cookies(context, "t", "").size(), 1u);
}

TEST_F(CookiesTest, ClearingEndsBoth) {
  EXPECT_THAT(
      cleared_cookies(context),
      ElementsAre(
          Pair("Set-Cookie", "Authorization=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax"),
          Pair("Set-Cookie", "refresh_token=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax")));
}

TEST_F(CookiesTest, ConfigurationDecidesNameAndAttributes) {
  context.tokens.name = "Token";
  context.tokens.secure_cookie = false;
  context.tokens.same_site = "";
  EXPECT_THAT(cleared_cookies(context).front().second, "Token=; Max-Age=0; Path=/; HttpOnly");
  context.tokens.same_site = "None";
  EXPECT_THAT(cleared_cookies(context).front().second,
              "Token=; Max-Age=0; Path=/; HttpOnly; SameSite=None");
}
}  // namespace http
