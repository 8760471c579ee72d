// tests/keymanager/wrapped_key_test.cc: the golden column both ways, and every spoilt byte.
#include "actors/keymanager/wrapped_key.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "tests/crypto/vector_keys.h"

namespace keymanager::wrapped_key_test {
namespace {
std::string golden() {
  return crypto::base64url_decode(
             text_of(crypto_vectors()["key_store_wrap"]["private_key_column_b64u"]))
      .value();
}
std::string digest_of(std::string_view der) { return crypto::hex_lower(crypto::sha256(der)); }

/// Gives the bytes it was made with, and then no more.
class Given final : public Random {
 public:
  explicit Given(std::string bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::byte> out) override {
    ASSERT_LE(at_ + out.size(), bytes_.size());
    for (auto& byte : out) byte = static_cast<std::byte>(bytes_[at_++]);
  }

 private:
  std::string bytes_;
  size_t at_ = 0;
};
}  // namespace

TEST(WrappedKey, TheGoldenColumnOpens) {
  const auto der = unwrap_key(*crypto::vector_key("registration_master"), golden());
  ASSERT_TRUE(der.ok());
  EXPECT_EQ(digest_of(der.value().view()),
            text_of(crypto_vectors()["key_store_wrap"]["pkcs8_der_sha256"]));
  const auto key = crypto::SoftPrivateKey::from_pkcs8_der(der.value().span());
  EXPECT_EQ(key.value()->public_key().spki_der(),
            crypto::vector_key("registration_base")->public_key().spki_der());
}

TEST(WrappedKey, TheSameKeyAndNonceMakeTheGoldenColumn) {
  const auto module = crypto::vector_key("registration_master");
  const auto der = unwrap_key(*module, golden());
  std::string bytes;
  for (char byte = 0; byte < 32; ++byte) bytes += byte;   // wrap_key_hex
  for (char byte = 16; byte < 32; ++byte) bytes += byte;  // iv_hex
  Given random{bytes};
  const auto made = wrap_key(module->public_key(), der.value().span(), random);
  ASSERT_TRUE(made.ok());
  // OAEP has a seed of its own; all behind the block is fixed.
  EXPECT_EQ(made.value().size(), golden().size());
  EXPECT_EQ(made.value().substr(256), golden().substr(256));
  EXPECT_EQ(digest_of(unwrap_key(*module, made.value()).value().view()),
            digest_of(der.value().view()));
}

TEST(WrappedKey, NoSpoiltByteOpens) {
  const auto module = crypto::vector_key("registration_master");
  const std::string whole = golden();
  for (size_t at = 0; at < whole.size(); at += at < 280 ? 16 : 97) {
    std::string spoilt = whole;
    spoilt[at] = static_cast<char>(spoilt[at] ^ 1);
    EXPECT_EQ(unwrap_key(*module, spoilt).error(), crypto::Errc::decryption_failed) << at;
  }
}

TEST(WrappedKey, NoTruncationOpens) {
  const auto module = crypto::vector_key("registration_master");
  for (const size_t bytes : {0, 1, 255, 256, 269, 270, 285, 286, 301, 302, 1000})
    EXPECT_EQ(unwrap_key(*module, golden().substr(0, bytes)).error(),
              crypto::Errc::decryption_failed)
        << bytes;
}

TEST(WrappedKey, AnotherModuleDoesNotOpenIt) {
  EXPECT_EQ(unwrap_key(*crypto::vector_key("root"), golden()).error(),
            crypto::Errc::decryption_failed);
  // An EC key decrypts nothing.
  EXPECT_FALSE(unwrap_key(*crypto::vector_key("kernel_ec_secp256r1_sign"), golden()).ok());
}

TEST(WrappedKey, OnlyRsaModulesWrap) {
  crypto::SystemRandom random;
  const auto der = crypto::vector_key("ed25519_sign")->to_pkcs8_der();
  EXPECT_EQ(wrap_key(crypto::vector_key("ed25519_sign")->public_key(), der.value().span(), random)
                .error(),
            crypto::Errc::bad_key);
}
}  // namespace keymanager::wrapped_key_test
