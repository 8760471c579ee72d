// tests/crypto/private_key_test.cc: keys of every kind: forms, signatures, encryption, refusals.
#include "crypto/private_key.h"

#include <gtest/gtest.h>

#include "crypto/digest.h"
#include "crypto/oaep.h"
#include "tests/crypto/bytes.h"
#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
constexpr Scheme schemes[] = {Scheme::pkcs1_sha256, Scheme::pss_sha256, Scheme::ecdsa_sha256,
                              Scheme::eddsa};
constexpr KeyKind kinds[] = {KeyKind::rsa, KeyKind::ec_p256, KeyKind::ec_secp256k1,
                             KeyKind::ed25519};

std::string flipped(std::string bytes, size_t at) {
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  return bytes;
}
}  // namespace

TEST(PrivateKey, VectorsGiveTheirPublicKeys) {
  for (const std::string name : vector_key_names) {
    SCOPED_TRACE(name);
    const auto key = vector_key(name);
    EXPECT_EQ(key->public_key().spki_der(), vector_spki(name));
    const auto again = SoftPrivateKey::from_pkcs8_der(key->to_pkcs8_der().value().span());
    ASSERT_TRUE(again.ok());
    EXPECT_EQ(again.value()->public_key().spki_der(), vector_spki(name));
  }
}

TEST(PrivateKey, EveryKindSignsByItsSchemesAndNoOther) {
  for (const KeyKind kind : kinds) {
    const auto key = SoftPrivateKey::generate(kind).value();
    EXPECT_EQ(key->public_key().kind(), kind);
    for (const Scheme scheme : schemes) {
      const auto signature = key->sign(scheme, "message");
      ASSERT_EQ(signature.ok(), fits(kind, scheme));
      if (!signature.ok()) {
        EXPECT_EQ(signature.error(), Errc::bad_key);
        EXPECT_FALSE(key->public_key().verify(scheme, "message", std::string(64, 'x')));
        continue;
      }
      EXPECT_TRUE(key->public_key().verify(scheme, "message", signature.value()));
      EXPECT_FALSE(key->public_key().verify(scheme, "massage", signature.value()));
      for (size_t i = 0; i < signature.value().size(); ++i)
        ASSERT_FALSE(key->public_key().verify(scheme, "message", flipped(signature.value(), i)));
      EXPECT_FALSE(key->public_key().verify(scheme, "message", signature.value() + '\0'));
      EXPECT_FALSE(key->public_key().verify(scheme, "message", ""));
    }
  }
}

TEST(PrivateKey, EcdsaSignaturesAreTwoNumbersOf32Bytes) {
  const auto key = SoftPrivateKey::generate(KeyKind::ec_p256).value();
  for (int i = 0; i < 300; ++i)  // one in 128 has a number with a leading zero byte
    ASSERT_EQ(key->sign(Scheme::ecdsa_sha256, std::to_string(i)).value().size(), 64u);
}

TEST(PrivateKey, SignsTheVectorsOfTheSheet) {
  const auto vectors = crypto_vectors()["sign_v2"];
  const auto data = base64_decode_any(text_of(vectors["dataToSign"])).value();
  const auto key = vector_key(text_of(vectors["key"]));
  const auto signature = key->sign(Scheme::eddsa, data).value();
  EXPECT_EQ(base64url_encode(signature), text_of(vectors["base64url"]));
}

TEST(PrivateKey, VerifiesThePssVector) {
  const auto vector = crypto_vectors()["jws_verify_only"]["PS256_unencoded_payload"];
  const auto input =
      base64url_encode(text_of(vector["header_json"])) + "." + text_of(vector["payload_utf8"]);
  const auto signature = base64url_decode(text_of(vector["signature_b64u"])).value();
  const auto key = vector_key(text_of(vector["key"]));
  EXPECT_TRUE(key->public_key().verify(Scheme::pss_sha256, input, signature));
  EXPECT_FALSE(key->public_key().verify(Scheme::pkcs1_sha256, input, signature));
}

TEST(PrivateKey, OpensTheRsaBlocksOfTheEnvelopeVectors) {
  size_t seen = 0;
  for (const auto vector : crypto_vectors()["encrypt"].get_array()) {
    if (vector["rsa_block_hex"].error() != simdjson::SUCCESS) continue;
    const auto block = unhex(text_of(vector["rsa_block_hex"]));
    const auto key = vector_key(text_of(vector["recipient"]));
    const auto secret = key->decrypt_oaep_sha256(block);
    ASSERT_TRUE(secret.ok());
    EXPECT_EQ(hex_lower(secret.value().span()), text_of(vector["session_key_hex"]));
    ++seen;
  }
  EXPECT_GT(seen, 0u);
}

TEST(PrivateKey, EverySpoiltBlockFailsAlike) {
  const auto key = SoftPrivateKey::generate(KeyKind::rsa).value();
  const auto block = key->public_key().encrypt_oaep_sha256("secret").value();
  ASSERT_EQ(block.size(), 256u);
  EXPECT_EQ(view_of(key->decrypt_oaep_sha256(block).value().span()), "secret");
  for (size_t i = 0; i < block.size(); i += 5)
    ASSERT_EQ(key->decrypt_oaep_sha256(flipped(block, i)).error(), Errc::decryption_failed);
  for (const std::string& bad : {std::string{}, std::string{"x"}, block.substr(1), block + "x",
                                 std::string(256, '\0'), std::string(256, '\xff')})
    EXPECT_EQ(key->decrypt_oaep_sha256(bad).error(), Errc::decryption_failed);
}

TEST(PrivateKey, OaepTakesAsMuchAsFits) {
  const auto key = SoftPrivateKey::generate(KeyKind::rsa).value();
  const std::string longest(190, 's');
  const auto block = key->public_key().encrypt_oaep_sha256(longest).value();
  EXPECT_EQ(view_of(key->decrypt_oaep_sha256(block).value().span()), longest);
  EXPECT_EQ(key->public_key().encrypt_oaep_sha256(longest + "s").error(), Errc::bad_input);
  const auto ec = SoftPrivateKey::generate(KeyKind::ec_p256).value();
  EXPECT_EQ(ec->public_key().encrypt_oaep_sha256("s").error(), Errc::bad_key);
  EXPECT_EQ(ec->decrypt_oaep_sha256(block).error(), Errc::bad_key);
}

TEST(PrivateKey, WhatIsNoKeyIsRefused) {
  const auto der = SoftPrivateKey::generate(KeyKind::ed25519).value()->to_pkcs8_der().value();
  const std::string good{view_of(der.span())};
  for (const std::string& bad : {std::string{}, good + "x", good.substr(0, good.size() - 1),
                                 std::string(20'000, 'x'), vector_spki("root")}) {
    const auto made = SoftPrivateKey::from_pkcs8_der(std::as_bytes(std::span{bad}));
    EXPECT_EQ(made.error(), Errc::bad_key);
    EXPECT_EQ(SoftPrivateKey::from_pem(bad).error(), Errc::bad_key);
  }
  for (const std::string& bad : {std::string{}, vector_spki("root") + "x", std::string(5000, '0')})
    EXPECT_EQ(PublicKey::from_spki_der(bad).error(), Errc::bad_key);
}
}  // namespace crypto
