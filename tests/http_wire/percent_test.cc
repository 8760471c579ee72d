// tests/http_wire/percent_test.cc: percent-decoding and queries.
#include "http/percent.h"

#include <gtest/gtest.h>

namespace http {
TEST(Percent, Decodes) {
  EXPECT_EQ(percent_decode("a%20b%2Fc", false), "a b/c");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  EXPECT_EQ(percent_decode("%D9%85", false), "\xd9\x85");
}
TEST(Percent, RefusesEscapesThatAreNotWhole) {
  for (const char* text : {"%", "%4", "a%zz", "%00", "%%41"}) {
    EXPECT_EQ(percent_decode(text, false), std::nullopt) << text;
  }
}
TEST(Query, FindsTheFirstValue) {
  EXPECT_EQ(query_value("key=98&otp=123456&key=2", "key"), "98");
  EXPECT_EQ(query_value("key=98&otp=123456", "otp"), "123456");
  EXPECT_EQ(query_value("vidExpiry=", "vidExpiry"), "");
  EXPECT_EQ(query_value("vidExpiry", "vidExpiry"), "");
  EXPECT_EQ(query_value("a=1", "vidExpiry"), std::nullopt);
  EXPECT_EQ(query_value("", "vidExpiry"), std::nullopt);
  EXPECT_EQ(query_value("&&a=%41+b", "a"), "A b");
  EXPECT_EQ(query_value("a=%zz", "a"), "%zz");
}
TEST(Trimmed, TakesBlanksOffTheEnds) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed("  "), "");
}
}  // namespace http
