// tests/crypto/base64_test.cc: RFC 4648's vectors, and that one value has one text.
#include "crypto/base64.h"

#include <gtest/gtest.h>

namespace crypto {
// RFC 4648, section 10.
TEST(Base64, StandardVectors) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64_encode(bytes), text);
    EXPECT_EQ(base64_chars(std::string_view{bytes}.size()), std::string_view{text}.size());
    std::string appended = "x";
    base64_append(appended, bytes);
    EXPECT_EQ(appended, "x" + std::string{text});
    EXPECT_EQ(base64_decode(text), bytes);
    const std::string unpadded = text.substr(0, text.find('='));
    EXPECT_EQ(base64url_encode(bytes), unpadded);
    EXPECT_EQ(base64url_decode(unpadded), bytes);
  }
}

TEST(Base64, EveryPairOfBytesComesBack) {
  for (int i = 0; i < 65'536; ++i) {
    const std::string bytes{static_cast<char>(i >> 8), static_cast<char>(i)};
    ASSERT_EQ(base64url_decode(base64url_encode(bytes)), bytes);
    ASSERT_EQ(base64_decode(base64_encode(bytes)), bytes);
  }
}

TEST(Base64, TheAlphabetsDiffer) {
  EXPECT_EQ(base64_encode("\xff\xfe\xfd"), "//79");
  EXPECT_EQ(base64url_encode("\xfb\xff"), "-_8");
  EXPECT_EQ(base64url_decode("+/8"), std::nullopt);
  EXPECT_EQ(base64_decode("-_8="), std::nullopt);
}

TEST(Base64, OnlyTheOneTextIsAccepted) {
  for (const char* text :
       {"Zg==", "Zg=", "Z", "Zm9vY", "Zm 9", "Zm9\n", "Zm9v\n", "=", "Zm9*", "Zh", "Zm9"}) {
    EXPECT_EQ(base64url_decode(text), std::nullopt) << text;
  }
  for (const char* text : {"Zg", "Zg=", "Zg===", "====", "Z===", "Zh==", "Zm9=", "Zg==Zg==", "=Zg=",
                           "Zm9v\n", " Zm9v"}) {
    EXPECT_EQ(base64_decode(text), std::nullopt) << text;
  }
  EXPECT_EQ(base64url_decode(std::string_view("Zm\0v", 4)), std::nullopt);
}

TEST(Base64, ARequestMayUseEitherAlphabet) {
  const std::string bytes = "\xfb\xff\xfe\xfa";
  for (const char* text : {"-__--g", "-__--g==", "+//++g==", "+//++g"}) {
    EXPECT_EQ(base64_decode_any(text), bytes) << text;
  }
  EXPECT_EQ(base64_decode_any(""), "");
  for (const char* text : {"-__--g=", "+//++g=", "-//++g==", "-//++g", "+//++h", "-__--h",
                           "-__-\n-g", "=", "====", "Z"}) {
    EXPECT_EQ(base64_decode_any(text), std::nullopt) << text;
  }
}
}  // namespace crypto
