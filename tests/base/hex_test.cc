// tests/base/hex_test.cc: digits and pairs of them.
#include "actors/base/hex.h"

#include <gtest/gtest.h>

TEST(Hex, ADigitHasOneValueInEitherCase) {
  for (int value = 0; value < 16; ++value) {
    EXPECT_EQ(hex::value_of("0123456789abcdef"[value]), value);
    EXPECT_EQ(hex::value_of("0123456789ABCDEF"[value]), value);
  }
  for (const char c : {'/', ':', '@', 'G', '`', 'g', ' ', '\0', '\xff'})
    EXPECT_EQ(hex::value_of(c), -1) << int{c};
}
TEST(Hex, PairsAreBytes) {
  EXPECT_EQ(hex::bytes_of(""), "");
  EXPECT_EQ(hex::bytes_of("00fFA0"), (std::string{'\0', '\xff', '\xa0'}));
  for (const char* text : {"0", "000", "0g", "g0", "0x", "-1", " 1"})
    EXPECT_EQ(hex::bytes_of(text), std::nullopt) << text;
}
