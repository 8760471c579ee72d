// tests/crypto/oaep_test.cc: our own unpadding against OpenSSL's padding, and every fault.
#include "crypto/oaep.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/digest.h"
#include "tests/crypto/bytes.h"
#include "tests/crypto/oaep_encoding.h"

namespace crypto {
namespace {
using oaep::data_block;
using oaep::encoded;

Expected<SecureBytes, Errc> unpad(const std::string& block) {
  return oaep_sha256_unpad(std::as_bytes(std::span{block}));
}
}  // namespace

TEST(Oaep, FindsTheMessage) {
  for (const std::string& message : {std::string{}, std::string{"m"}, std::string(190, '\1'),
                                     std::string("\0\1\0", 3), std::string(32, '\0')}) {
    const auto found = unpad(encoded(data_block(message)));
    ASSERT_TRUE(found.ok());
    EXPECT_EQ(view_of(found.value().span()), message);
  }
}

TEST(Oaep, EveryFaultIsOneFailure) {
  const std::string data = data_block("message");
  EXPECT_EQ(unpad(encoded(data, 1)).error(), Errc::decryption_failed);
  for (size_t i = 0; i < data.size() - 7; ++i) {  // the label hash, the zeros, the 1
    std::string spoilt = data;
    spoilt[i] = static_cast<char>(spoilt[i] ^ 0x40);
    ASSERT_EQ(unpad(encoded(spoilt)).error(), Errc::decryption_failed) << i;
  }
  std::string no_end{view_of(sha256({}))};
  no_end.append(256 - 33 - 32, '\0');
  EXPECT_EQ(unpad(encoded(no_end)).error(), Errc::decryption_failed);
}

TEST(Oaep, ShorterThanAnyPaddingIsNoBlock) {
  EXPECT_EQ(unpad({}).error(), Errc::bad_input);
  EXPECT_EQ(unpad(std::string(65, 'x')).error(), Errc::bad_input);
}
}  // namespace crypto
