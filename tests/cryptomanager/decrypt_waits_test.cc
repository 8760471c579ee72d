// tests/cryptomanager/decrypt_waits_test.cc: which envelopes wait for the device that holds a key,
// and what is told when that key was given up.
#include <gtest/gtest.h>

#include "actors/cryptomanager/crypto_manager.h"
#include "actors/cryptomanager/key_choice.h"
#include "crypto/aes_gcm.h"
#include "crypto/base64.h"
#include "crypto/jwe.h"
#include "crypto/random.h"
#include "tests/keymanager/device_keystore.h"
#include "tests/keymanager/keys.h"

namespace cryptomanager {
namespace {
using keymanager::Kept;
using keymanager::KeyName;
using keymanager::Lifetime;
using keymanager::noon;

const Lifetime long_life{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};
const KeyName module{"REGISTRATION", ""}, sealed_base{"REGISTRATION", "1_2"},
    wrapped_base{"REGISTRATION", "3_4"};

class DecryptWaits : public testing::Test {
 protected:
  explicit DecryptWaits(bool in_device = true) {
    std::shared_ptr<keystore::Keystore> soft = keymanager::open_keystore();
    Config config;
    config.private_keys = std::make_shared<keymanager::PrivateKeys>(
        in_device ? std::make_shared<keymanager::DeviceKeystore>(soft) : soft, soft);
    manager = std::make_unique<CryptoManager>(std::move(config));
  }
  CipherText envelope_for(const KeyName& name) const {
    return {manager->encrypt(*ring.versions(name).front(), {"aGVsbG8", "", ""}).value(), "", ""};
  }
  std::string jwe_for(const KeyName& name) const {
    return manager
        ->jwt_encrypt(ring.versions(name).front()->parsed().value(), "e30",
                      {false, false, false, ""})
        .value();
  }

  /// An envelope that names no key.
  static CipherText bare() {
    return {
        crypto::base64url_encode(std::string(256, 'k') + "#KEY_SPLITTER#" + std::string(40, 'd')),
        "", ""};
  }
  /// What `keys forget` leaves of the wrapped key.
  std::shared_ptr<keymanager::KeyVersion> given_up() const {
    auto left = std::make_shared<keymanager::KeyVersion>(*ring.versions(wrapped_base).front());
    left->record.clear();
    return left;
  }

  std::unique_ptr<CryptoManager> manager;
  const keymanager::KeyRing ring =
      keymanager::ring_of({{module, long_life},
                           {sealed_base, long_life, Kept::sealed, "sealed", "registration_base"},
                           {wrapped_base, long_life, Kept::wrapped, "wrapped", "root"}});
};

class DecryptHere : public DecryptWaits {
 protected:
  DecryptHere() : DecryptWaits{false} {}
};

TEST_F(DecryptWaits, ByTheKeyThatItNames) {
  EXPECT_TRUE(manager->decrypt_waits(ring, module, envelope_for(module)));
  EXPECT_TRUE(manager->decrypt_waits(ring, wrapped_base, envelope_for(wrapped_base)));
  EXPECT_FALSE(manager->decrypt_waits(ring, sealed_base, envelope_for(sealed_base)));
}

TEST_F(DecryptWaits, ByAnyKeyThatMayHaveToBeTriedWhenItNamesNone) {
  EXPECT_TRUE(manager->decrypt_waits(ring, sealed_base, bare()));
}

TEST_F(DecryptWaits, NotWhenItIsNoEnvelope) {
  EXPECT_FALSE(manager->decrypt_waits(ring, module, {"???", "", ""}));
  EXPECT_FALSE(manager->decrypt_waits(ring, module, {"aGVsbG8", "", ""}));
  EXPECT_FALSE(manager->jwt_decrypt_waits(ring, module, "no.jwe"));
}

TEST_F(DecryptWaits, NotForSaltOrAadThatAreRefused) {
  const CipherText good = envelope_for(module);
  const std::string long_salt =
      crypto::base64url_encode(std::string(crypto::gcm_nonce_bytes_max + 1, 's'));
  EXPECT_TRUE(manager->decrypt_waits(ring, module, {good.data, "c2FsdA", "YWFk"}));
  for (const CipherText& bad : {CipherText{good.data, "?", ""}, CipherText{good.data, "", "?"},
                                CipherText{good.data, long_salt, ""}}) {
    EXPECT_FALSE(manager->decrypt_waits(ring, module, bad)) << bad.salt << bad.aad;
    EXPECT_EQ(manager->decrypt(ring, module, bad).error(), Errc::crypto_data_invalid);
  }
}

TEST_F(DecryptWaits, NotForWhatIsTooShortForItsForm) {
  // Nothing is asked of the device for it either.
  Config config;
  config.private_keys = std::make_shared<keymanager::PrivateKeys>(
      std::make_shared<keymanager::RefusingKeystore>(keystore::Errc::unavailable));
  const CryptoManager away{std::move(config)};
  const std::string thumbprint = ring.versions(module).front()->thumbprint;
  const auto cut = [&](std::string_view header, size_t bytes, std::string salt = {}) {
    std::string envelope{header};
    envelope += thumbprint + std::string(256, 'k') + "#KEY_SPLITTER#" + std::string(bytes, 'd');
    return CipherText{crypto::base64url_encode(envelope), std::move(salt), ""};
  };
  EXPECT_FALSE(manager->decrypt_waits(ring, module, cut("", 31)));
  EXPECT_FALSE(manager->decrypt_waits(ring, module, cut("VER_R2", 47)));
  EXPECT_EQ(away.decrypt(ring, module, cut("", 31)).error(), Errc::crypto_corrupted);
  EXPECT_EQ(away.decrypt(ring, module, cut("VER_R2", 47)).error(), Errc::crypto_corrupted);
  for (const CipherText& whole : {cut("", 32), cut("VER_R2", 48), cut("", 16, "c2FsdA")}) {
    EXPECT_TRUE(manager->decrypt_waits(ring, module, whole));
    EXPECT_EQ(away.decrypt(ring, module, whole).error(), Errc::keystore_failed);
  }
}

TEST_F(DecryptWaits, ForNoKeyThatWasGivenUp) {
  const auto left = given_up();
  const auto after = ring.with({left});
  EXPECT_FALSE(manager->jwt_decrypt_waits(after, wrapped_base, jwe_for(wrapped_base)));
  EXPECT_FALSE(manager->decrypt_waits(after, wrapped_base, envelope_for(wrapped_base)));
  const auto choice = keys_to_decrypt(after, wrapped_base, "").value();
  ASSERT_EQ(choice.tries.size(), 1u);
  EXPECT_EQ(choice.tries.front()->name, module);
  EXPECT_EQ(choice.given_up, left);
  EXPECT_EQ(keys_to_decrypt(ring, wrapped_base, "").value().given_up, nullptr);
}

TEST_F(DecryptWaits, AKeyThatWasGivenUpIsNamedWhenNoOtherOpensIt) {
  const auto left = given_up();
  const auto after = ring.with({left});
  const auto alone = keymanager::KeyRing{}.with({left});
  crypto::SystemRandom random;
  const std::string jwe =
      crypto::encrypt_jwe({R"({"alg":"RSA-OAEP-256","enc":"A256GCM"})", "{}", false},
                          left->parsed().value().public_key().value(), random)
          .value();
  const Faults no_alias{{Errc::keystore_no_alias, {left->alias}}};
  for (const auto& keys : {after, alone}) {
    EXPECT_EQ(manager->decrypt(keys, wrapped_base, bare()).faults(), no_alias);
    EXPECT_EQ(manager->jwt_decrypt(keys, wrapped_base, jwe).faults(), no_alias);
    EXPECT_EQ(manager->decrypt(keys, wrapped_base, envelope_for(wrapped_base)).faults(), no_alias);
    EXPECT_EQ(manager->jwt_decrypt(keys, wrapped_base, jwe_for(wrapped_base)).faults(), no_alias);
  }
  EXPECT_EQ(manager->decrypt(after, {"REGISTRATION", "5_6"}, bare()).error(),
            Errc::crypto_corrupted);
}

TEST_F(DecryptWaits, AKeyThatSignsIsMissedByNoEnvelope) {
  auto left = given_up();
  left->kind = crypto::KeyKind::ed25519;
  EXPECT_EQ(manager->decrypt(ring.with({left}), wrapped_base, bare()).error(),
            Errc::crypto_corrupted);
}

TEST_F(DecryptWaits, OfAJweOnlyForAWrappedKey) {
  EXPECT_TRUE(manager->jwt_decrypt_waits(ring, wrapped_base, jwe_for(wrapped_base)));
  EXPECT_FALSE(manager->jwt_decrypt_waits(ring, module, jwe_for(module))) << "it is refused";
  EXPECT_FALSE(manager->jwt_decrypt_waits(ring, sealed_base, jwe_for(sealed_base)));
}

TEST_F(DecryptHere, NothingWaits) {
  EXPECT_FALSE(manager->decrypt_waits(ring, module, envelope_for(module)));
  EXPECT_FALSE(manager->jwt_decrypt_waits(ring, wrapped_base, jwe_for(wrapped_base)));
}
}  // namespace
}  // namespace cryptomanager
