// tests/otp_message/templates_test.cc: what becomes of a template and of the values in it.
#include "actors/otp_message/templates.h"

#include <gtest/gtest.h>

namespace otp_message {
std::string with(std::string_view text, const Variables& variables, Escape escape = Escape::none) {
  return rendered(text, variables, escape, "<CODE>");
}

TEST(Templates, AreFoundByNameAndLanguage) {
  const Templates templates{{{"a-sms-template.eng", "text"}}};
  ASSERT_NE(templates.find("a-sms-template", "eng"), nullptr);
  EXPECT_EQ(*templates.find("a-sms-template", "eng"), "text");
  EXPECT_EQ(templates.find("a-sms-template", "fra"), nullptr);
  EXPECT_EQ(templates.find("a-sms-template.eng", ""), nullptr);
}

TEST(Templates, EveryFormOfAReference) {
  const Variables variables{{"name", "N"}, {"a_b-1", "A"}};
  EXPECT_EQ(with("$name ${name} $!name $!{name}.", variables), "N N N N.");
  EXPECT_EQ(with("$a_b-1$name", variables), "AN");
  EXPECT_EQ(with("$gone|$!gone|${gone}|$!{gone}|", variables), "$gone||${gone}||");
  EXPECT_EQ(with("5$ $5 $$name ${name ${} $", variables), "5$ $5 $N ${name ${} $");
  EXPECT_EQ(with("", variables), "");
}

TEST(Templates, TheCodeWins) {
  EXPECT_EQ(with("$otp ${otp} $!otp", {{"otp", "000000"}}), "<CODE> <CODE> <CODE>");
  EXPECT_EQ(with("$name", {{"name", "$otp"}}), "$otp");
}

TEST(Templates, ValuesAreMadeHarmless) {
  EXPECT_EQ(with("$v", {{"v", "a\r\nb\x1a\x7f"}}), "a  b  ");
  EXPECT_EQ(with("$v", {{"v", "<a href=\"x\">&'"}}, Escape::html),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;");
  EXPECT_EQ(with("$v", {{"v", "<ä>"}}), "<ä>");
  EXPECT_EQ(with("$v", {{"v", std::string(1000, 'x')}}), std::string(value_bytes_max, 'x'));
  // Cut between characters.
  EXPECT_EQ(with("$v", {{"v", std::string(value_bytes_max - 1, 'x') + "ää"}}),
            std::string(value_bytes_max - 1, 'x'));
}
}  // namespace otp_message
