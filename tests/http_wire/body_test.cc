// tests/http_wire/body_test.cc: reading a request body, good and bad.
#include "http/body.h"

#include <gtest/gtest.h>

namespace http {
TEST(Body, ReadsTheEnvelopeAndItsRequest) {
  Body body;
  ASSERT_EQ(
      body.parse(R"({"id":"a","version":"1.0","request":{"UserName":"110006","n":5,"z":null}})"),
      std::nullopt);
  EXPECT_EQ(body.echo().id, "a");
  EXPECT_EQ(body.echo().version, "1.0");
  const Fields request = body.fields().object("request");
  ASSERT_TRUE(request.present());
  EXPECT_EQ(request.text({"userId", "userName"}).value, "110006");
  EXPECT_EQ(request.text({"n"}).kind, TextField::Kind::other);
  EXPECT_EQ(request.text({"z"}).kind, TextField::Kind::absent);
  EXPECT_EQ(request.text({"missing"}).kind, TextField::Kind::absent);
}

TEST(Body, NumbersMayBeTexts) {
  Body body;
  ASSERT_EQ(body.parse(R"({"a":-7,"b":"12","c":"1x","d":1.5,"e":null,"f":"","g":true})"),
            std::nullopt);
  const Fields fields = body.fields();
  EXPECT_EQ(fields.number("a", 1), -7);
  EXPECT_EQ(fields.number("B", 1), 12);
  for (const char* none : {"e", "missing"}) EXPECT_EQ(fields.number(none, 1), 1) << none;
  for (const char* bad : {"c", "d", "f", "g"})
    EXPECT_EQ(fields.number(bad, 1), std::nullopt) << bad;
  EXPECT_EQ(Fields{}.number("a", 1), 1);
}

TEST(Body, AMapOfTextsTakesScalars) {
  Body body;
  ASSERT_EQ(body.parse(R"({"a":{"t":"x","n":-5,"u":18446744073709551615,"d":1.5,"y":true,"f":false,
                                "z":null,"e":""},
                           "none":null,"text":"x","list":[],"deep":{"a":{}},"wide":{"a":[1]}})"),
            std::nullopt);
  using Map = std::vector<std::pair<std::string, std::string>>;
  const Fields fields = body.fields();
  EXPECT_EQ(fields.text_map("A"), (Map{{"t", "x"},
                                       {"n", "-5"},
                                       {"u", "18446744073709551615"},
                                       {"d", "1.5"},
                                       {"y", "true"},
                                       {"f", "false"},
                                       {"e", ""}}));
  for (const char* none : {"none", "missing"}) EXPECT_EQ(fields.text_map(none), Map{}) << none;
  for (const char* bad : {"text", "list", "deep", "wide"})
    EXPECT_EQ(fields.text_map(bad), std::nullopt) << bad;
  EXPECT_EQ(Fields{}.text_map("a"), Map{});
}

TEST(Body, VerStandsForVersion) {
  Body body;
  ASSERT_EQ(body.parse(R"({"ver":"2.0"})"), std::nullopt);
  EXPECT_EQ(body.echo().version, "2.0");
  EXPECT_EQ(body.echo().id, std::nullopt);
}

TEST(Body, ARequestThatIsNoObjectIsNotPresent) {
  Body body;
  for (const char* json :
       {R"({"request":null})", R"({"request":[1]})", R"({"request":"x"})", "{}"}) {
    ASSERT_EQ(body.parse(json), std::nullopt) << json;
    EXPECT_FALSE(body.fields().object("request").present()) << json;
  }
}

TEST(Body, SaysWhatIsWrongWithoutRepeatingIt) {
  Body body;
  EXPECT_EQ(body.parse(""), "request body is empty");
  EXPECT_EQ(body.parse("  \r\n"), "request body is empty");
  EXPECT_EQ(body.parse("{\"a\":}"), "JSON is malformed");
  EXPECT_EQ(body.parse("{\"a\":1"), "JSON is malformed");
  EXPECT_EQ(body.parse("{} {}"), "JSON is malformed");
  EXPECT_EQ(body.parse("[1]"), "JSON must be an object");
  EXPECT_EQ(body.parse("{\"a\":\"\xff\"}"), "JSON is not valid UTF-8");
  EXPECT_EQ(body.parse(std::string(200, '[') + std::string(200, ']')), "JSON is nested too deeply");
}

TEST(Body, ABadBodyLeavesNothingOfTheOneBefore) {
  Body body;
  ASSERT_EQ(body.parse(R"({"id":"first"})"), std::nullopt);
  ASSERT_NE(body.parse("{"), std::nullopt);
  EXPECT_FALSE(body.fields().present());
  EXPECT_EQ(body.echo().id, std::nullopt);
}

TEST(Body, AHugeBodysBuffersAreGivenBack) {
  Body body;
  ASSERT_EQ(body.parse("{\"a\":\"" + std::string(3 << 20, 'x') + "\"}"), std::nullopt);
  EXPECT_GT(body.capacity_bytes(), Body::kept_capacity_bytes);
  ASSERT_EQ(body.parse(R"({"id":"small"})"), std::nullopt);
  EXPECT_LE(body.capacity_bytes(), Body::kept_capacity_bytes);
  EXPECT_EQ(body.echo().id, "small");
}

TEST(Body, BlankIsBlank) {
  EXPECT_TRUE((TextField{TextField::Kind::text, " \t\n"}).blank());
  EXPECT_FALSE((TextField{TextField::Kind::text, " x "}).blank());
}
}  // namespace http
