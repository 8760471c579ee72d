// tests/crypto/oaep_test.cc: our own unpadding against OpenSSL's padding, and every fault.
#include "crypto/oaep.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/digest.h"
#include "tests/crypto/bytes.h"

namespace crypto {
namespace {
constexpr size_t hash_bytes = 32;

std::string mgf1(std::string_view seed, size_t bytes) {
  std::string mask;
  for (char block = 0; mask.size() < bytes; ++block)
    mask += view_of(sha256(std::string{seed} + std::string(3, '\0') + block));
  return mask.substr(0, bytes);
}
void mask(std::string& target, std::string_view seed) {
  const std::string with = mgf1(seed, target.size());
  for (size_t i = 0; i < target.size(); ++i) target[i] = static_cast<char>(target[i] ^ with[i]);
}

/// RFC 8017, 7.1.1, written from its text; `data` is the data block: label hash, zeros, 1, message.
std::string encoded(std::string data, char first = 0) {
  std::string seed(hash_bytes, 's');
  mask(data, seed);
  mask(seed, data);
  return first + seed + data;
}
std::string data_block(std::string_view message, size_t modulus_bytes = 256) {
  std::string data{view_of(sha256({}))};
  data.append(modulus_bytes - 2 * hash_bytes - 2 - message.size(), '\0');
  return data + '\1' + std::string{message};
}
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
