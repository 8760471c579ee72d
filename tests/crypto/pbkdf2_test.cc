// tests/crypto/pbkdf2_test.cc: the golden PIN of the key manager, both ways, and the bounds.
#include "crypto/pbkdf2.h"

#include <gtest/gtest.h>

#include "crypto/aes_gcm.h"
#include "crypto/base64.h"
#include "tests/crypto/bytes.h"

namespace crypto {
// Member `pin` of the golden vectors: salt | nonce | ciphertext | tag, the salt being the AAD.
TEST(Pbkdf2, TheGoldenPinSealsAndOpens) {
  const std::string salt =
      unhex("c0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedf");
  const std::string nonce = unhex("e0e1e2e3e4e5e6e7e8e9eaeb");
  const auto key = pbkdf2_sha512({"A1234", salt, 100'000}, 32);
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key.value().view(),
            unhex("5551c62872e0ede7bc92e9f88761ea456b6378f62768b9082b576e3d8cab5e43"));
  const GcmInput input{key.value().view(), nonce, salt};
  const std::string sealed = aes_256_gcm_seal(input, "hello pin").value();
  EXPECT_EQ(base64url_encode(salt + nonce + sealed),
            "wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t_g4eLj5OXm5-jp6uvy9r9Q8rPZ6kW-eS1J9B2iWfhi"
            "To-WWx1E");
  EXPECT_EQ(aes_256_gcm_open(input, sealed).value(), "hello pin");
}

TEST(Pbkdf2, OutOfBoundsIsRefused) {
  EXPECT_EQ(pbkdf2_sha512({"pin", "salt", 0}, 32).error(), Errc::bad_input);
  EXPECT_EQ(pbkdf2_sha512({"pin", "salt", pbkdf2_iterations_max + 1}, 32).error(), Errc::bad_input);
  EXPECT_EQ(pbkdf2_sha512({"pin", "salt", 1}, 0).error(), Errc::bad_input);
  EXPECT_EQ(pbkdf2_sha512({"pin", "salt", 1}, pbkdf2_bytes_max + 1).error(), Errc::bad_input);
  EXPECT_TRUE(pbkdf2_sha512({"", "salt", 1}, 32).ok());
}
}  // namespace crypto
