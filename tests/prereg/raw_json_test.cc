// tests/prereg/raw_json_test.cc: members byte for byte, and texts that are no JSON.
#include "http/prereg/raw_json.h"

#include <gtest/gtest.h>

#include <string>

#include "http/body.h"

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

TEST(RawJson, EscapesInANameAreRead) {
  EXPECT_EQ(raw_member(R"({"requ\u0065st":1})", "request"), "1");
  EXPECT_EQ(raw_member(R"({"\u0061":1,"a":2})", "a"), "1");
  EXPECT_EQ(raw_member(R"({"\"\\\/\b\f\n\r\t":1})", "\"\\/\b\f\n\r\t"), "1");
  EXPECT_EQ(raw_member(R"({"\u00e9\u06AF\ud83d\ude00":1})",
                       "é"
                       "گ"
                       "😀"),
            "1");
  for (const char* name : {"a", "\\u0061b", "abc", "", "A"})
    EXPECT_EQ(raw_member(R"({"\u0061b":1})", name), std::nullopt) << name;
  for (const char* text : {R"({"\x61":1})", R"({"\u006":1})", R"({"\u00g1":1})", R"({"\ud83d":1})",
                           R"({"\ud83d\n":1})", R"({"\ud83d\u12":1})"})
    EXPECT_EQ(raw_member(text, "a"), std::nullopt) << text;
}

// Both are asked about one body: what the one checks is what the other cuts out.
TEST(RawJson, AMemberIsTheOneThatFieldsFinds) {
  for (const char* text :
       {R"({"request":{"n":"1"}})", R"({"r\u0065quest":{"n":"1"},"request":{"n":"2"}})",
        R"({"request":{"n":"1"},"request":{"n":"2"}})", R"({"Request":{"n":"1"}})",
        R"({"Request":{"n":"1"},"request":{"n":"2"}})", R"({"request":1,"request":{"n":"2"}})",
        R"({"request ":{"n":"1"}})"}) {
    Body body;
    ASSERT_EQ(body.parse(text), std::nullopt);
    const Fields fields = body.fields().object("request");
    const auto raw = raw_member(text, "request");
    ASSERT_EQ(raw && is_object(*raw), fields.present()) << text;
    if (!fields.present()) continue;
    Body cut;
    ASSERT_EQ(cut.parse(*raw), std::nullopt);
    EXPECT_EQ(cut.fields().text({"n"}).value, fields.text({"n"}).value) << text;
  }
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
