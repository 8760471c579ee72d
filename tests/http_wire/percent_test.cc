// tests/http_wire/percent_test.cc: percent-decoding and queries.
#include "http/percent.h"

#include <gtest/gtest.h>

#include <array>

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
TEST(Query, TellsTheFirstNameThatNobodyKnows) {
  constexpr std::array<std::string_view, 2> known{"from", "id"};
  for (const char* query : {"", "&", "id=1", "id=1&&from=2&", "%69d=1", "id"})
    EXPECT_EQ(unknown_name(query, known), std::nullopt) << query;
  EXPECT_EQ(unknown_name("id=1&ID=2&x=3", known), "ID");
  EXPECT_EQ(unknown_name("id=1&a+b=2", known), "a+b");
  EXPECT_EQ(unknown_name("%zz=1", known), "%zz");
  EXPECT_EQ(unknown_name("=1", known), "");
}
TEST(Trimmed, TakesBlanksOffTheEnds) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed("  "), "");
}
}  // namespace http
