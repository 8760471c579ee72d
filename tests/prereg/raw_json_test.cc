// tests/prereg/raw_json_test.cc: members byte for byte, and texts that are no JSON.
#include "http/prereg/raw_json.h"

#include <gtest/gtest.h>

#include <string>

namespace http {
TEST(RawJson, AMemberIsWhatWasWritten) {
  const std::string body =
      "{ \"id\" : \"x\\\"}{,\" ,\n\"n\":[1, {\"a\":\"]}\"}], \"request\" : { \"a\" : 1.50 , "
      "\"b\":\"گرِِن\\u0041\"} , \"last\":null}";
  EXPECT_EQ(raw_member(body, "id"), "\"x\\\"}{,\"");
  EXPECT_EQ(raw_member(body, "n"), R"([1, {"a":"]}"}])");
  EXPECT_EQ(raw_member(body, "request"), "{ \"a\" : 1.50 , \"b\":\"گرِِن\\u0041\"}");
  EXPECT_EQ(raw_member(body, "last"), "null");
  EXPECT_EQ(raw_member(*raw_member(body, "request"), "a"), "1.50");
  EXPECT_EQ(raw_member(body, "other"), std::nullopt);
  EXPECT_EQ(raw_member(body, "a"), std::nullopt);
}

TEST(RawJson, TheFirstOfTwoCounts) { EXPECT_EQ(raw_member(R"({"a":1,"a":2})", "a"), "1"); }

TEST(RawJson, ANameIsComparedAsItIsWritten) {
  EXPECT_EQ(raw_member(R"({"\u0061":1})", "a"), std::nullopt);
}

TEST(RawJson, AnythingElseIsSurvived) {
  const std::string whole = R"({"a":{"b":"c\\"},"d":[true,"e"]})";
  for (size_t i = 0; i <= whole.size(); ++i) {
    (void)raw_member(whole.substr(0, i), "d");
    (void)raw_member(whole.substr(i), "d");
  }
  for (const char* text : {"", "[]", "1", "\"", "{", "{\"", "{\"a", "{\"a\"", "{\"a\":", "{\"a\\",
                           "{\"a\":}", "{}}", "{:", "{\"a\":\"\\"})
    EXPECT_EQ(raw_member(text, "d"), std::nullopt) << text;
}
}  // namespace http
