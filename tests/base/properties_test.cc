// tests/base/properties_test.cc: the forms of java.util.Properties, and every refusal.
#include "actors/base/properties.h"

#include <gtest/gtest.h>

namespace properties {
namespace {
struct Form {
  const char* text;
  std::vector<Entry> entries;
};

TEST(Properties, ReadsJavasForms) {
  const Form forms[] = {
      {"", {}},
      {"\n\r\n \t\n", {}},
      {"# a=1\n  ! b=2\n", {}},
      {"# goes not on \\\na=1", {{"a", "1", 2}}},
      {"a=1\nb:2\nc 3\n", {{"a", "1", 1}, {"b", "2", 2}, {"c", "3", 3}}},
      {"a = 1\nb : 2\nc\t\t3", {{"a", "1", 1}, {"b", "2", 2}, {"c", "3", 3}}},
      {"a==1", {{"a", "=1", 1}}},
      {"a b=c", {{"a", "b=c", 1}}},
      {"alone", {{"alone", "", 1}}},
      {"alone=", {{"alone", "", 1}}},
      {"a=1 ", {{"a", "1 ", 1}}},
      {"a=# no comment", {{"a", "# no comment", 1}}},
      {"a=1\rb=2\r\nc=3", {{"a", "1", 1}, {"b", "2", 2}, {"c", "3", 3}}},
      {"a=1\\\n   2\\\r\n3\nb=4", {{"a", "123", 1}, {"b", "4", 4}}},
      {"a=1\\\\\nb=2", {{"a", "1\\", 1}, {"b", "2", 2}}},
      {"a=1\\", {{"a", "1", 1}}},
      {"\\\n#a=1", {{"#a", "1", 1}}},
      {"a=1\\\n#2", {{"a", "1#2", 1}}},
      {"a\\=b\\:c\\ d=e", {{"a=b:c d", "e", 1}}},
      {"a=\\t\\n\\r\\f\\\\\\q\\\"", {{"a", "\t\n\r\f\\q\"", 1}}},
      {"a=\\u0041\\u00e9\\u20AC", {{"a", "A\xc3\xa9\xe2\x82\xac", 1}}},
      {"a=\\ud83d\\ude00", {{"a", "\xf0\x9f\x98\x80", 1}}},
      {"\\u0061=1", {{"a", "1", 1}}},
      {"a=\xc3\xa9", {{"a", "\xc3\xa9", 1}}},
      {"a=1\na=2", {{"a", "1", 1}, {"a", "2", 2}}},
  };
  for (const Form& form : forms) {
    const auto parsed = parse(form.text);
    ASSERT_TRUE(parsed.ok()) << form.text << ": " << parsed.error().what;
    EXPECT_EQ(parsed.value(), form.entries) << form.text;
  }
}

/// `before`, `count` times `c`, `after`.
std::string stretched(std::string_view before, size_t count, char c, std::string_view after) {
  std::string text{before};
  text.append(count, c);
  text.append(after);
  return text;
}

struct Refusal {
  std::string text;
  uint32_t line;
  const char* what;
};

TEST(Properties, NamesTheLineOfEveryRefusal) {
  using std::string;
  const Refusal refusals[] = {
      {"a=1\nb=\\u12", 2, "\\u needs four hexadecimal digits"},
      {"a=\\u12g4", 1, "\\u needs four hexadecimal digits"},
      {"a=\\u-123", 1, "\\u needs four hexadecimal digits"},
      {"a=\\ud83d", 1, "unpaired surrogate"},
      {"a=\\ud83d\\u0041", 1, "unpaired surrogate"},
      {"a=\\ude00", 1, "unpaired surrogate"},
      {"a=\\u0000", 1, "the zero character is not allowed"},
      {string{"\na=\0", 4}, 2, "the zero character is not allowed"},
      {"\n\n=1", 3, "a line without a key"},
      {stretched("", key_bytes_max + 1, 'k', "=1"), 1, "the key is longer than 1024 bytes"},
      {stretched("k=", value_bytes_max + 1, 'v', ""), 1, "the value is longer than 65536 bytes"},
      {stretched("", file_bytes_max + 1, '\n', ""), 0, "larger than 4 MiB"},
  };
  for (const Refusal& refusal : refusals) {
    const auto parsed = parse(refusal.text);
    ASSERT_FALSE(parsed.ok()) << refusal.what;
    EXPECT_EQ(parsed.error().what, refusal.what);
    EXPECT_EQ(parsed.error().line, refusal.line) << refusal.what;
  }
}

TEST(Properties, TakesExactlyAsMuchAsTheBoundsSay) {
  const std::string key = stretched("", key_bytes_max, 'k', "=");
  EXPECT_TRUE(parse(stretched(key, value_bytes_max, 'v', "")).ok());
  std::string many;
  for (size_t i = 0; i < entries_max; ++i) many += "k=v\n";
  EXPECT_EQ(parse(many).value().size(), entries_max);
  const auto one_more = parse(many + "k=v\n");
  ASSERT_FALSE(one_more.ok());
  EXPECT_EQ(one_more.error().what, "more than 20000 entries");
  EXPECT_EQ(one_more.error().line, entries_max + 1);
}
}  // namespace
}  // namespace properties
