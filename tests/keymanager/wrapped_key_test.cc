// tests/keymanager/wrapped_key_test.cc: the golden column both ways, and every spoilt byte.
#include "actors/keymanager/wrapped_key.h"

#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "crypto/digest.h"
#include "crypto/random.h"
#include "tests/crypto/bytes.h"
#include "tests/crypto/oaep_block.h"
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

TEST(WrappedKey, TheSameKeyNonceAndSeedMakeTheGoldenColumn) {
  const auto vector = crypto_vectors()["key_store_wrap"];
  const auto bytes_of = [](simdjson::dom::element hex) { return crypto::unhex(text_of(hex)); };
  const auto module = crypto::vector_key("registration_master");
  // The key that is wrapped is one of the vectors, and not what the column says.
  const auto der = crypto::vector_key("registration_base")->to_pkcs8_der();
  const std::string key = bytes_of(vector["wrap_key_hex"]);
  Given random{key + bytes_of(vector["iv_hex"])};
  const auto made = wrap_key(module->public_key(), der.value().span(), random);
  ASSERT_TRUE(made.ok());
  // OAEP draws a seed of its own: all behind the block is fixed, and so is the block for the seed
  // of the vectors' envelopes, which is this one's too.
  const std::string seed = bytes_of(crypto_vectors()["encrypt"].at(0)["oaep_seed_hex"]);
  EXPECT_EQ(crypto::oaep::block_of(module->public_key(), key, seed) + made.value().substr(256),
            golden());
  EXPECT_EQ(digest_of(unwrap_key(*module, made.value()).value().view()),
            text_of(vector["pkcs8_der_sha256"]));
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
