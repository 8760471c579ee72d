// tests/crypto/base58_test.cc: published values, the golden signature, and the bound.
#include "crypto/base58.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "tests/crypto/bytes.h"

namespace crypto {
// draft-msporny-base58, section 5.
TEST(Base58, PublishedVectors) {
  EXPECT_EQ(multibase_base58btc("Hello World!"), "z2NEpo7TZRRrLZSi2U");
  EXPECT_EQ(multibase_base58btc("The quick brown fox jumps over the lazy dog."),
            "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z");
  EXPECT_EQ(multibase_base58btc(unhex("0000287fb4cd")), "z11233QC4");
  EXPECT_EQ(multibase_base58btc(""), "z");
  EXPECT_EQ(multibase_base58btc(std::string(3, '\0')), "z111");
}

// Member `sign_v2` of the golden vectors: two spellings of one Ed25519 signature.
TEST(Base58, TheGoldenSignature) {
  const auto signature = base64url_decode(
      "c8mL7_sIGyFaHXxyqGTODp21YHIPHtd8zcij_hFp-FTyDEp9dKUrEMCvCCtApp7DmHr_CMGWDj_ORL-sRg0SBA");
  EXPECT_EQ(multibase_base58btc(signature.value()),
            "z3KGXFDinAgZCxNCfEAUWu6WqzjMUaxh2X5ENHkMN5YSj8pHc1QbgNpw3dt7en2smbMbB4qCA8VpaFYMAuyMC6"
            "8Tm");
}

TEST(Base58, ALongValueHasNoText) {
  EXPECT_NE(multibase_base58btc(std::string(base58_bytes_max, 'x')), "");
  EXPECT_EQ(multibase_base58btc(std::string(base58_bytes_max + 1, 'x')), "");
}
}  // namespace crypto
