// tests/audit/audit_mask_test.cc: what is taken for a secret, and what is not.
#include "actors/audit/audit_mask.h"

#include <gtest/gtest.h>

namespace audit {
TEST(AuditMask, ValuesAfterANameOfASecret) {
  const std::pair<const char*, const char*> cases[] = {
      {"password=abc", "password=***"},
      {"userPassword: abc def", "userPassword: *** def"},
      {R"({"otp":"123456","n":1})", R"({"otp":***,"n":1})"},
      {R"({"password":"my pass, \"phrase\"","n":1})", R"({"password":***,"n":1})"},
      {R"({\"password\":\"a b\",\"n\":1})", R"({\"password\":***,\"n\":1})"},
      {"OTP = 123456; done", "OTP = ***; done"},
      {"client_secret=a&grant=b", "client_secret=***&grant=b"},
      {"access_token: 'x', pin:1234", "access_token: ***, pin:***"},
      {R"("secretKey":"xyz", "otpValue":"1", pwd=2)",
       R"("secretKey":***, "otpValue":***, pwd=***)"},
      {"biometrics:[AAAA,BBBB] of 2", "biometrics:*** of 2"},
      {R"("biometrics":[{"bdb":"AAAA"}],"n":1)", R"("biometrics":***,"n":1)"},
      {"token: Bearer abc.def left", "token: *** left"},
      {"password := x", "password := ***"},
      {"passwd=", "passwd="},
      {"passwd=\nuser=bob", "passwd=\nuser=bob"},
      {"password=\"never closed", "password=***"},
      {"Authorization: Basic bW9zaXA6cHc=", "Authorization: ***"},
      {"Authorization: Bearer 5f1c-opaque left", "Authorization: *** left"},
      {R"("authorization":"Bearer 5f1c","n":1)", R"("authorization":***,"n":1)"},
      {"credential=abc", "credential=***"},
      {R"(password=\secret)", "password=***"},
      {R"(password=ab\cd, n=1)", "password=***, n=1"},
      {R"({\"password\":123,\"n\":1})", R"({\"password\":***,\"n\":1})"},
      {R"({\"password\":\"a\\\"b\",\"n\":1})", R"({\"password\":***,\"n\":1})"},
      {R"({\\\"otp\\\":\\\"123456\\\",\\\"n\\\":1})", R"({\\\"otp\\\":***,\\\"n\\\":1})"},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(masked(text), expected) << text;
}

TEST(AuditMask, TokensWhereverTheyStand) {
  EXPECT_EQ(masked("sent eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln-_x to it"), "sent *** to it");
  EXPECT_EQ(masked("eyJust a word"), "eyJust a word");
}

TEST(AuditMask, TheRestStays) {
  for (const char* text :
       {"", "saved", "status: 200", "password", "the otp was wrong", "a=b:c", "opinion: good",
        "shipping=fast", "\u0645\u062f\u064a\u0646\u0629=\u0641\u0627\u0633"})
    EXPECT_EQ(masked(text), text);
}
}  // namespace audit
