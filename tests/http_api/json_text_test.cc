// tests/http_api/json_text_test.cc: texts in JSON, the plain ones by a shorter way.
#include "http/json_text.h"

#include <gtest/gtest.h>

namespace http {
namespace {
std::string by_rapidjson(std::string_view text) {
  JsonBuffer buffer;
  JsonWriter writer{buffer};
  write_text(writer, text);
  return text_in(buffer);
}

TEST(JsonText, EachByteAtEachPlaceIsWrittenAsTheLibraryWritesIt) {
  for (size_t length = 1; length <= 17; ++length) {
    for (size_t place = 0; place < length; ++place) {
      for (int byte = 0; byte < 256; ++byte) {
        std::string text(length, 'a');
        text[place] = static_cast<char>(byte);
        EXPECT_EQ(json_string(text), by_rapidjson(text)) << length << ' ' << place << ' ' << byte;
        EXPECT_EQ(is_plain(text), by_rapidjson(text) == '"' + text + '"');
      }
    }
  }
}

TEST(JsonText, NeighboursDoNotHideOneAnother) {
  // Of two bytes the higher could be taken for odd because of the lower, never the other way round.
  for (const std::string_view odd : {"\"\"", "\\\"", "\x1f\x1f", "\xff\"", "!\x1f", "\"!"}) {
    EXPECT_FALSE(is_plain("aaa" + std::string{odd} + "aaa")) << odd;
  }
  for (const std::string_view plain : {"!#", "[]", " \x7f", "\x80\xff", "\xa2\xdc"}) {
    EXPECT_TRUE(is_plain("aaa" + std::string{plain} + "aaa")) << plain;
  }
}

TEST(JsonText, Fields) {
  EXPECT_EQ(one_field("uin", "2530192395"), R"({"uin":"2530192395"})");
  EXPECT_EQ(one_field("key", "a\"b"), R"({"key":"a\"b"})");
  EXPECT_EQ(one_field("empty", std::string_view{}), R"({"empty":""})");
  EXPECT_EQ(dated_field("data", "x", UtcTime{}),
            R"({"data":"x","timestamp":"1970-01-01T00:00:00.000Z"})");
}
}  // namespace
}  // namespace http
