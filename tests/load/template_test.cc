#include "bench/load/generator/template.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace load {
namespace {
class Templates : public ::testing::Test {
 protected:
  std::string filled(std::string_view text) {
    return Template{text}.filled({random_, serial_, now_, lists_, values_});
  }

  std::mt19937_64 random_{1};
  uint64_t serial_ = 41;
  std::chrono::system_clock::time_point now_{std::chrono::milliseconds{1'583'143'200'250}};
  Lists lists_{{"one", {"single"}}, {"many", {"a", "b", "c"}}};
  Values values_{{"otp", "123456"}};
};

TEST_F(Templates, ALiteralStaysAsItIs) {
  EXPECT_EQ(filled(R"({"a":{"b":1}})"), R"({"a":{"b":1}})");
  EXPECT_EQ(filled(""), "");
  EXPECT_TRUE(Template{""}.is_empty());
}

TEST_F(Templates, PlacesAreFilledAnewEachTime) {
  EXPECT_EQ(filled("{{now}}"), "2020-03-02T10:00:00.250Z");
  EXPECT_EQ(filled("x{{serial}}y{{serial}}"), "x42y43");
  EXPECT_EQ(filled("?otp={{otp}}&one={{one}}"), "?otp=123456&one=single");
}

TEST_F(Templates, DrawnNumbersKeepToTheirBounds) {
  std::set<std::string> drawn;
  for (int i = 0; i < 200; ++i) drawn.insert(filled("{{between:7:9}}"));
  EXPECT_EQ(drawn, (std::set<std::string>{"7", "8", "9"}));
  for (int i = 0; i < 200; ++i) {
    const std::string digits = filled("{{digits:3}}");
    EXPECT_EQ(digits.size(), 3u);
    EXPECT_NE(digits[0], '0');
  }
}

TEST_F(Templates, EachValueOfAListComes) {
  std::set<std::string> drawn;
  for (int i = 0; i < 200; ++i) drawn.insert(filled("{{many}}"));
  EXPECT_EQ(drawn, (std::set<std::string>{"a", "b", "c"}));
}

TEST_F(Templates, ACapturedValueGoesBeforeAList) {
  values_["one"] = "captured";
  EXPECT_EQ(filled("{{one}}"), "captured");
  EXPECT_EQ(Template{"{{one}}{{now}}{{otp}}"}.names(), (std::vector<std::string>{"one", "otp"}));
}

TEST_F(Templates, WhatNothingGivesIsAFault) { EXPECT_THROW(filled("{{none}}"), std::out_of_range); }

TEST_F(Templates, APlaceThatIsNoneIsRefused) {
  for (const char* text : {"{{", "a{{now", "{{}}", "{{digits:0}}", "{{digits:19}}", "{{digits:x}}",
                           "{{between:1}}", "{{between:2:1}}", "{{between:a:b}}", "{{other:1}}"})
    EXPECT_THROW(Template{text}, std::invalid_argument) << text;
}
}  // namespace
}  // namespace load
