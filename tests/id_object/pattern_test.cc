// tests/id_object/pattern_test.cc: the seed's patterns, Java's dialect, and what a bad pattern
// costs.
#include "actors/id_object/pattern.h"

#include <gtest/gtest.h>

#include <chrono>

#include "actors/id_object/java_pattern.h"

namespace id_object {
namespace {
Pattern made(std::string_view java) {
  auto pattern = Pattern::compile(java);
  EXPECT_TRUE(pattern.ok()) << java << ' ' << (pattern.ok() ? "" : pattern.error());
  return pattern.value();
}

std::string form_of(std::string_view java) {
  const auto form = pcre2_form(java);
  return form.ok() ? form.value() : "refused: " + form.error().reason;
}
std::string fault_of(std::string_view java) {
  const auto pattern = Pattern::compile(java);
  return pattern.ok() ? "none" : pattern.error();
}

TEST(Pattern, TheSeedsEmailIsRewrittenAndKept) {
  const std::string email = R"(^[\w-\+]+(\.[\w]+)*@[\w-]+(\.[\w]+)*(\.[a-z]{2,})$)";
  EXPECT_EQ(form_of(email), R"(^[\w\-\+]+(\.[\w]+)*@[\w-]+(\.[\w]+)*(\.[a-z]{2,})$)");
  const Pattern pattern = made(email);
  EXPECT_EQ(pattern.java(), email);
  for (const char* good : {"info@mosip.io", "a-b+c.d@e-f.gh.io"})
    EXPECT_TRUE(pattern.matches(good));
  for (const char* bad :
       {"", "a", "a@b", "a@b.C", "a b@c.io", "a@b.io\n", " a@b.io", "a@b.io,c@d.io"})
    EXPECT_FALSE(pattern.matches(bad)) << bad;
}

TEST(Pattern, HyphensElsewhereStay) {
  for (const char* same :
       {"a-b", "[a-z]", R"(\w-\d)", R"([a-z]\d-[0-9])", R"([\]-a])", R"([\\-a])"})
    EXPECT_EQ(form_of(same), same);
  EXPECT_EQ(form_of(R"([\d-x]\d-[\s-])"), R"([\d\-x]\d-[\s-])");
  EXPECT_EQ(form_of(R"([^\p{Lu}-x])"), R"([^\p{Lu}\-x])");
}

TEST(Pattern, CodeUnitsAreWrittenAnew) {
  EXPECT_EQ(form_of(R"([\u0041-\u005A]\\u)"), R"([\x{0041}-\x{005A}]\\u)");
  EXPECT_TRUE(made(R"([\u0600-\u06FF]+)").matches("\xd8\xa3\xd8\xb1"));
  EXPECT_EQ(fault_of(R"(\u12)"), "is no pattern: \\u wants four hexadecimal digits");
  EXPECT_EQ(fault_of(R"(\uD83D)").substr(0, 13), "is no pattern");
}

TEST(Pattern, WhatPcre2WouldMeanOtherwiseIsRefused) {
  EXPECT_EQ(fault_of("[a-z&&[^b]]"), "is no pattern: && in a class is not supported");
  EXPECT_EQ(fault_of("[a[b]]"), "is no pattern: a class inside a class is not supported");
  EXPECT_EQ(fault_of("(*NO_JIT)a"), "is no pattern: (* is not supported");
  EXPECT_EQ(fault_of(R"(\C)").substr(0, 13), "is no pattern");
  for (const char* same : {R"([\[&a])", R"(\Q[&&]\E)", "[]a]", "[^]a]", "a&&b", R"([(*])"})
    EXPECT_EQ(form_of(same), same);
}

TEST(Pattern, TheWholeTextCounts) {
  const Pattern phone = made("^([6-9]{1})([0-9]{9})$");
  EXPECT_TRUE(phone.matches("9000000003"));
  for (const char* bad :
       {"5000000003", "90000000031", "9000000003\n", "+9000000003", " 9000000003"})
    EXPECT_FALSE(phone.matches(bad)) << bad;
  EXPECT_FALSE(made("a|ab").matches("abc"));
  EXPECT_TRUE(made("a|ab").matches("ab"));
}

TEST(Pattern, CharactersAreCodePoints) {
  const Pattern name = made("^(?=.{0,50}$).*");
  std::string fifty;
  for (int i = 0; i < 50; ++i) fifty += "\xd8\xa3";
  EXPECT_TRUE(name.matches(fifty));
  EXPECT_TRUE(name.matches(""));
  EXPECT_FALSE(name.matches(fifty + "x"));
  for (const char* line_end : {"a\nb", "a\rb",
                               "a\xe2\x80\xa8"
                               "b"})
    EXPECT_FALSE(name.matches(line_end));
  EXPECT_FALSE(made(R"(\w)").matches("\xc3\xa9"));
  EXPECT_FALSE(made(R"(\d)").matches("\xd9\xa3"));
  EXPECT_FALSE(name.matches("\xff"));
}

TEST(Pattern, AClassWithAFlagInItIsAPlainClass) {
  const Pattern postal = made("^[(?i)A-Z0-9]{5}$");
  for (const char* good : {"14022", "ABCDE", "(?i)A"}) EXPECT_TRUE(postal.matches(good)) << good;
  for (const char* bad : {"abcde", "1402", "140222"}) EXPECT_FALSE(postal.matches(bad)) << bad;
}

TEST(Pattern, NestedRepetitionsEndSoon) {
  const auto started = std::chrono::steady_clock::now();
  EXPECT_FALSE(made("^(a+)+$").matches(std::string(64, 'a') + "b"));
  EXPECT_FALSE(made(R"(^(\w|\w\w)*!$)").matches(std::string(Pattern::text_bytes_max, 'a')));
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds{5});
  EXPECT_FALSE(made(".*").matches(std::string(Pattern::text_bytes_max + 1, 'a')));
}

TEST(Pattern, ABadPatternSaysWhere) {
  const auto bad = Pattern::compile("^([a-z]$");
  ASSERT_FALSE(bad.ok());
  EXPECT_EQ(bad.error(), "is no pattern: wrong at character 9");
}
}  // namespace
}  // namespace id_object
