// tests/crypto/deflate_test.cc: raw DEFLATE there and back, and what is refused.
#include "crypto/deflate.h"

#include <gtest/gtest.h>

#include "tests/crypto/bytes.h"

namespace crypto {
namespace {
TEST(Deflate, ThereAndBack) {
  CountingRandom random;
  std::string bytes(300'000, 'a');
  random.fill(std::as_writable_bytes(std::span{bytes}.first(70'000)));
  for (const size_t size : {size_t{0}, size_t{1}, size_t{4095}, size_t{4096}, size_t{4097},
                            size_t{70'000}, bytes.size()}) {
    const auto packed = deflate_raw(bytes.substr(0, size));
    ASSERT_TRUE(packed);
    EXPECT_EQ(inflate_raw(*packed, bytes.size()), bytes.substr(0, size)) << size;
  }
}

TEST(Deflate, ABlockMadeElsewhere) {
  // RFC 1951 by hand: a final stored block of one byte, and the fixed code of the empty text.
  EXPECT_EQ(inflate_raw(unhex("010100feff41"), 10), "A");
  EXPECT_EQ(inflate_raw(unhex("0300"), 10), "");
}

TEST(Deflate, TheBoundIsExact) {
  const std::string bytes(100'000, 'x');
  const auto packed = deflate_raw(bytes);
  EXPECT_EQ(inflate_raw(*packed, bytes.size()), bytes);
  EXPECT_FALSE(inflate_raw(*packed, bytes.size() - 1));
  EXPECT_FALSE(inflate_raw(*packed, 1));
  EXPECT_FALSE(inflate_raw(*packed, 0));
  EXPECT_EQ(inflate_raw(*deflate_raw(""), 0), "");
}

TEST(Deflate, ABombStopsAtTheBound) {
  const auto bomb = deflate_raw(std::string(deflate_bytes_max, '\0'));
  ASSERT_TRUE(bomb);
  EXPECT_LT(bomb->size(), 20'000u);
  EXPECT_FALSE(inflate_raw(*bomb, size_t{1} << 20));
}

TEST(Deflate, WrongStreams) {
  const auto packed = *deflate_raw("some text that is long enough to be cut in many places");
  for (size_t size = 0; size < packed.size(); ++size) {
    EXPECT_FALSE(inflate_raw(packed.substr(0, size), 1000)) << size;
  }
  EXPECT_FALSE(inflate_raw(packed + "x", 1000));
  EXPECT_FALSE(inflate_raw(packed + packed, 1000));
  EXPECT_FALSE(inflate_raw(unhex("07"), 1000));                // a block type that is reserved
  EXPECT_FALSE(inflate_raw(unhex("789c030000000001"), 1000));  // zlib's header is not raw
}

TEST(Deflate, TooLongATextIsNotTouched) {
  EXPECT_FALSE(deflate_raw(std::string(deflate_bytes_max + 1, 'x')));
  EXPECT_FALSE(inflate_raw(std::string(deflate_bytes_max + 1, 'x'), 1000));
  EXPECT_FALSE(inflate_raw(unhex("0300"), deflate_bytes_max + 1));
}
}  // namespace
}  // namespace crypto
