// tests/cryptomanager/cipher_test.cc: the envelope vectors with real keys, both ways; every spoilt
// byte.
#include "actors/cryptomanager/cipher.h"

#include <gtest/gtest.h>

#include "actors/cryptomanager/crypto_manager.h"
#include "actors/cryptomanager/key_choice.h"
#include "crypto/digest.h"
#include "crypto/keystore/soft.h"
#include "crypto/random.h"
#include "tests/crypto/bytes.h"
#include "tests/crypto/vector_keys.h"

namespace cryptomanager {
namespace {
using crypto::vector_certificate;
using crypto::vector_key;
using keymanager::Kept;
using keymanager::KeyName;
using keymanager::KeyRing;
using keymanager::KeyVersion;

std::string optional_text(simdjson::dom::element object, const char* key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? std::string{text} : std::string{};
}

keymanager::KeyVersionPtr version(KeyName name, const std::string& certificate, Kept kept) {
  KeyVersion out;
  out.alias = name.application_id + "/" + name.reference_id;
  out.name = std::move(name);
  out.kept = kept;
  out.life = {UtcTime{}, UtcTime{} + std::chrono::days{40'000}};
  out.uni_ident = out.alias;
  out.certificate = vector_certificate(certificate).der();
  out.thumbprint = vector_certificate(certificate).thumbprint();
  // The soft keystore below takes the key itself for its record.
  const auto der = vector_key(certificate)->to_pkcs8_der().value();
  out.record = der.view();
  return std::make_shared<const KeyVersion>(std::move(out));
}
}  // namespace

/// The rows of the vectors, all keys in an unsealed soft keystore.
class CipherTest : public ::testing::Test {
 protected:
  CipherTest() {
    keystore::Sealing open{[](const std::string&, std::span<const std::byte> secret) {
                             return std::string{crypto::view_of(secret)};
                           },
                           [](const std::string&, std::string_view record) {
                             return crypto::SecureBytes::from(record);
                           }};
    Config config;
    config.private_keys = std::make_shared<keymanager::PrivateKeys>(
        std::shared_ptr<keystore::Keystore>{keystore::soft_keystore(std::move(open))});
    manager = std::make_unique<CryptoManager>(std::move(config));
    ring = KeyRing{}.with(
        {version({"ROOT", ""}, "root", Kept::keystore),
         version({"REGISTRATION", ""}, "registration_master", Kept::keystore),
         version({"REGISTRATION", "10001_10002"}, "registration_base", Kept::keystore),
         version({"PARTNER", "mpartner"}, "kernel_sign", Kept::certificate_only)});
  }

  Result<std::string> decrypted(simdjson::dom::element vector, const char* envelope) {
    return manager->decrypt(ring,
                            {text_of(vector["applicationId"]), text_of(vector["referenceId"])},
                            {text_of(vector[envelope]), optional_text(vector, "request_salt"),
                             optional_text(vector, "request_aad")});
  }

  std::unique_ptr<CryptoManager> manager;
  KeyRing ring;
  const KeyName base{"REGISTRATION", "10001_10002"};
};

TEST_F(CipherTest, DecryptsEveryVector) {
  size_t seen = 0;
  for (const auto vector : crypto_vectors()["encrypt"].get_array()) {
    SCOPED_TRACE(text_of(vector["name"]));
    const auto data = decrypted(vector, "envelope_b64u");
    ASSERT_TRUE(data.ok()) << row_of(data.error()).name;
    EXPECT_EQ(data.value(), text_of(vector["plaintext_b64u"]));
    ++seen;
  }
  EXPECT_GE(seen, 5u);
}

TEST_F(CipherTest, RefusesTheNegativeVectors) {
  for (const auto vector : crypto_vectors()["decrypt_negative"].get_array()) {
    SCOPED_TRACE(text_of(vector["name"]));
    const auto data = decrypted(vector, "data");
    ASSERT_FALSE(data.ok());
    // Every failure inside the envelope is one (DECISIONS 19).
    const std::string expected = text_of(vector["expect"]);
    EXPECT_EQ(row_of(data.error()).code, expected == "KER-KMS-019" ? "KER-FSE-004" : expected);
  }
}

TEST_F(CipherTest, TakesEveryFormOfBase64) {
  const auto forms = crypto_vectors()["decrypt_input_forms"];
  for (const char* form : {"b64url_unpadded", "b64url_padded", "standard_padded"})
    EXPECT_TRUE(manager->decrypt(ring, base, {text_of(forms[form]), "", ""}).ok()) << form;
}

TEST_F(CipherTest, WhatItEncryptsItDecrypts) {
  const auto& key = *ring.versions(base).front();
  for (const CipherText& text :
       {CipherText{"aGVsbG8", "", ""}, CipherText{"aGVsbG8", "", "YWFk"},
        CipherText{"aGVsbG8", "c2FsdA", ""}, CipherText{"aGVsbG8", "c2FsdA", "YWFk"}}) {
    const auto envelope = manager->encrypt(key, text);
    ASSERT_TRUE(envelope.ok());
    EXPECT_NE(envelope.value(), manager->encrypt(key, text).value());
    EXPECT_EQ(manager->decrypt(ring, base, {envelope.value(), text.salt, text.aad}).value(),
              "aGVsbG8");
    if (text.aad.empty()) continue;
    const CipherText other{envelope.value(), text.salt, "YWFl"};
    EXPECT_EQ(manager->decrypt(ring, base, other).error(), Errc::crypto_corrupted);
  }
}

TEST_F(CipherTest, WritesTheLayoutOfTheVectors) {
  const auto certificate = vector_certificate("registration_base");
  const auto key = certificate.public_key().value();
  crypto::CountingRandom random;
  const auto envelope = encrypt({key, certificate.thumbprint()}, "data", {}, random).value();
  const auto parts = split(envelope);
  ASSERT_TRUE(parts);
  EXPECT_TRUE(parts->r2);
  EXPECT_EQ(parts->thumbprint, certificate.thumbprint());
  const auto session = vector_key("registration_base")->decrypt_oaep_sha256(parts->rsa_block);
  std::string first_draw(session_key_bytes, '\0');
  for (size_t i = 0; i < first_draw.size(); ++i) first_draw[i] = static_cast<char>(i);
  EXPECT_EQ(session.value().view(), first_draw);
}

TEST_F(CipherTest, NoByteMayChange) {
  const auto envelope =
      crypto::base64url_decode(text_of(crypto_vectors()["encrypt"].at(0)["envelope_b64u"])).value();
  for (size_t i = 0; i < envelope.size(); ++i) {
    std::string spoilt = envelope;
    spoilt[i] = static_cast<char>(spoilt[i] ^ 1);
    const auto data = manager->decrypt(ring, base, {crypto::base64url_encode(spoilt), "", ""});
    ASSERT_FALSE(data.ok()) << i;
    const size_t block = r2_header.size() + thumbprint_bytes;
    const bool is_in_block = i >= block && i < block + rsa_block_bytes;
    const bool is_in_data = i >= block + rsa_block_bytes + key_splitter.size();
    if (is_in_block || is_in_data) {
      ASSERT_EQ(data.error(), Errc::crypto_corrupted) << i;
    }
  }
}

TEST_F(CipherTest, NoPartMayBeMissing) {
  const auto envelope =
      crypto::base64url_decode(text_of(crypto_vectors()["encrypt"].at(0)["envelope_b64u"])).value();
  const size_t data_at = envelope.find(key_splitter) + key_splitter.size();
  for (size_t size = 0; size < envelope.size(); ++size) {
    const auto cut = crypto::base64url_encode(envelope.substr(0, size));
    const bool is_one = size >= data_at + tag_bytes;
    ASSERT_EQ(manager->decrypt(ring, base, {cut, "", ""}).error(),
              is_one ? Errc::crypto_corrupted : Errc::crypto_data_invalid)
        << size;
  }
}

TEST_F(CipherTest, RefusesWhatIsNoBase64) {
  for (const CipherText& text :
       {CipherText{"*", "", ""}, CipherText{"aGVsbG8", "*", ""}, CipherText{"aGVsbG8", "", "*"}}) {
    EXPECT_EQ(manager->encrypt(*ring.versions(base).front(), text).error(),
              Errc::crypto_data_invalid);
    EXPECT_EQ(manager->decrypt(ring, base, text).error(), Errc::crypto_data_invalid);
  }
}

TEST_F(CipherTest, EncryptsForRsaAlone) {
  const auto ec =
      version({"KERNEL", "EC_SECP256R1_SIGN"}, "kernel_ec_secp256r1_sign", Kept::certificate_only);
  EXPECT_EQ(manager->encrypt(*ec, {"aGVsbG8", "", ""}).error(), Errc::crypto_public_key_invalid);
}

TEST_F(CipherTest, AnotherDomainsKeyDecryptsNothing) {
  const auto envelope =
      manager->encrypt(*ring.versions({"PARTNER", "mpartner"}).front(), {"aGVsbG8", "", ""})
          .value();
  EXPECT_EQ(manager->decrypt(ring, {"PARTNER", "mpartner"}, {envelope, "", ""}).error(),
            Errc::key_decrypt_other_domain);
}

TEST_F(CipherTest, TwoKeysOfOneThumbprintAreAmbiguousUnlessTheNameTells) {
  const KeyName other{"REGISTRATION", "10003"};
  const auto more = ring.with({version(other, "registration_base", Kept::keystore)});
  const std::string thumbprint = vector_certificate("registration_base").thumbprint();
  EXPECT_EQ(keys_to_decrypt(more, base, thumbprint).value().tries.size(), 1u);
  EXPECT_EQ(keys_to_decrypt(more, {"REGISTRATION", "x"}, thumbprint).error(),
            Errc::key_thumbprint_mismatch);
  auto twin = std::make_shared<KeyVersion>(*ring.versions(base).front());
  twin->alias = "twin";
  twin->uni_ident = "twin";
  EXPECT_EQ(keys_to_decrypt(ring.with({twin}), base, thumbprint).error(),
            Errc::key_thumbprint_ambiguous);
}

TEST_F(CipherTest, WithoutAThumbprintTheNameComesFirstThenTheModules) {
  const auto keys = keys_to_decrypt(ring, base, "").value().tries;
  ASSERT_EQ(keys.size(), 2u);
  EXPECT_EQ(keys[0]->name, base);
  EXPECT_EQ(keys[1]->name, (KeyName{"REGISTRATION", ""}));
  EXPECT_EQ(keys_to_decrypt(KeyRing{}, base, "").error(), Errc::key_no_unique_alias);
}

TEST_F(CipherTest, ManyVersionsHideNeitherTheNewestNorTheModules) {
  KeyRing::Versions many;
  for (int i = 0; i < 200; ++i) {
    auto one = std::make_shared<KeyVersion>(*ring.versions(base).front());
    one->alias = one->uni_ident = "base-" + std::to_string(i);
    one->life.generated = UtcTime{} + std::chrono::days{1 + i};
    many.push_back(one);
  }
  const auto crowded = ring.with(many);
  const auto keys = keys_to_decrypt(crowded, base, "").value().tries;
  ASSERT_EQ(keys.size(), tries_max);
  EXPECT_EQ(keys.front(), crowded.versions(base).front());
  EXPECT_EQ(keys[tries_max - 2], crowded.versions(base).back());
  EXPECT_EQ(keys.back()->name, (KeyName{"REGISTRATION", ""}));
}

TEST_F(CipherTest, AKeyThatIsLostOrGivenUpHidesNoOther) {
  auto lost = std::make_shared<KeyVersion>(*ring.versions(base).front());
  lost->alias = lost->uni_ident = "lost";
  lost->life.generated = UtcTime{} - std::chrono::days{1};
  lost->record = "no key";
  auto left = std::make_shared<KeyVersion>(*lost);
  left->kept = Kept::wrapped;
  left->record.clear();
  const auto damaged = ring.with({lost}), given_up = ring.with({left});
  ASSERT_EQ(damaged.versions(base).front()->alias, "lost");
  size_t seen = 0;
  for (const auto vector : crypto_vectors()["encrypt"].get_array()) {
    const std::string name = text_of(vector["name"]);
    if (!name.starts_with("legacy") || name.starts_with("legacy_thumbprint")) continue;
    SCOPED_TRACE(name);
    const KeyName named{text_of(vector["applicationId"]), text_of(vector["referenceId"])};
    CipherText text{text_of(vector["envelope_b64u"]), optional_text(vector, "request_salt"),
                    optional_text(vector, "request_aad")};
    const auto data = manager->decrypt(damaged, named, text);
    ASSERT_TRUE(data.ok()) << row_of(data.error()).name;
    EXPECT_EQ(data.value(), text_of(vector["plaintext_b64u"]));
    EXPECT_EQ(manager->decrypt(given_up, named, text).value(), data.value());
    // When none opens it, the lost one may have been the right one.
    text.aad = "eHh4";
    EXPECT_NE(manager->decrypt(damaged, base, text).error(), Errc::crypto_corrupted);
    EXPECT_EQ(manager->decrypt(given_up, base, text).faults(),
              Faults({{Errc::keystore_no_alias, {"lost"}}}));
    EXPECT_EQ(manager->decrypt(ring, base, text).error(), Errc::crypto_corrupted);
    ++seen;
  }
  EXPECT_EQ(seen, 1u);
}

TEST(CipherRefusal, NamesThatAreNotForEnvelopes) {
  EXPECT_EQ(refusal_of_encrypt({"KERNEL", ""})->errc, Errc::crypto_master_key);
  EXPECT_EQ(refusal_of_encrypt({"kernel", "Sign"})->errc, Errc::crypto_master_key);
  EXPECT_EQ(refusal_of_encrypt({"KERNEL", "identity_cache"})->errc, Errc::crypto_master_key);
  EXPECT_EQ(refusal_of_encrypt({"AUTH_TOKEN", "x"})->errc, Errc::key_operation_refused);
  EXPECT_EQ(refusal_of_encrypt({"STORE", ""})->errc, Errc::key_operation_refused);
  EXPECT_EQ(refusal_of_decrypt({"STORE", ""})->errc, Errc::key_operation_refused);
  EXPECT_FALSE(refusal_of_encrypt({"REGISTRATION", "SIGN"}));
  EXPECT_EQ(refusal_of_decrypt({"AUTH_TOKEN", ""})->errc, Errc::key_operation_refused);
  EXPECT_EQ(refusal_of_decrypt({"NOBODY", ""})->errc, Errc::crypto_access_refused);
  EXPECT_FALSE(refusal_of_decrypt({"REGISTRATION", ""}));
}
}  // namespace cryptomanager
