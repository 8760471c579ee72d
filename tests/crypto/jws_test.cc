// tests/crypto/jws_test.cc: every JWS of the vectors in both directions, and texts that are none.
#include "crypto/jws.h"

#include <gtest/gtest.h>

#include "crypto/jws_search.h"
#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
constexpr JwsAlgorithm algorithms[] = {JwsAlgorithm::rs256, JwsAlgorithm::ps256,
                                       JwsAlgorithm::es256, JwsAlgorithm::es256k,
                                       JwsAlgorithm::eddsa};

std::string key_name_of(JwsAlgorithm algorithm) {
  switch (kind_of(algorithm)) {
    case KeyKind::ec_p256:
      return "kernel_ec_secp256r1_sign";
    case KeyKind::ec_secp256k1:
      return "kernel_ec_secp256k1_sign";
    case KeyKind::ed25519:
      return "ed25519_sign";
    default:
      return "kernel_sign";
  }
}

// RFC 8032 and RSASSA-PKCS1-v1_5 sign the same text always alike.
void expect_both_ways(const std::string& compact, JwsInput input, const std::string& key_name) {
  const auto key = vector_key(key_name);
  const auto made = sign_jws(input, *key);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made.value(), compact);
  const auto parts = split_jws(compact);
  ASSERT_TRUE(parts);
  EXPECT_EQ(*base64url_decode(parts->header), input.header_json);
  EXPECT_TRUE(verify_jws(*parts, {input.algorithm, input.payload, input.b64}, key->public_key()));
}

TEST(JwsSearch, SaysOfManyKeysWhatVerifySaysOfEach) {
  std::vector<PublicKey> keys{vector_key("root")->public_key()};
  for (const auto algorithm :
       {JwsAlgorithm::rs256, JwsAlgorithm::es256, JwsAlgorithm::es256k, JwsAlgorithm::eddsa})
    keys.push_back(vector_key(key_name_of(algorithm))->public_key());
  for (const auto made_by : algorithms) {
    const auto made = sign_jws({made_by, R"({"alg":"?"})", "payload", true, false},
                               *vector_key(key_name_of(made_by)));
    ASSERT_TRUE(made.ok());
    const auto parts = split_jws(made.value());
    ASSERT_TRUE(parts);
    for (const auto claimed : algorithms) {
      for (const auto* payload : {"payload", "another"}) {
        const JwsClaim claim{claimed, payload};
        bool is_signed = false;
        for (const PublicKey& key : keys) is_signed = is_signed || verify_jws(*parts, claim, key);
        EXPECT_EQ(is_signed, claimed == made_by && claim.payload == "payload");
        const auto next = [&keys, at = size_t{0}]() mutable {
          return at < keys.size() ? std::optional{keys[at++]} : std::nullopt;
        };
        EXPECT_EQ(is_signed_by_one(*parts, claim, next), is_signed);
      }
    }
  }
}

TEST(JwsVectors, Sign) {
  for (const auto vector : crypto_vectors()["sign"]) {
    const auto header = text_of(vector["protected_header"]);
    const auto data = text_of(vector["data"]);
    expect_both_ways(text_of(vector["signature"]), {JwsAlgorithm::rs256, header, data, true, false},
                     text_of(vector["key"]));
  }
}

TEST(JwsVectors, ValidateNegative) {
  for (const auto vector : crypto_vectors()["validate_negative"]) {
    const auto text = text_of(vector["signature"]);
    const auto parts = split_jws(text);
    ASSERT_TRUE(parts);
    EXPECT_FALSE(verify_jws(*parts, {JwsAlgorithm::rs256, text_of(vector["data"])},
                            vector_key("kernel_sign")->public_key()));
  }
}

TEST(JwsVectors, JwtSign) {
  for (const auto vector : crypto_vectors()["jwt_sign"]) {
    const auto header = text_of(vector["protected_header"]);
    const auto payload = base64url_decode(text_of(vector["request"]["dataToSign"]));
    const bool attached = vector["request"]["includePayload"].error() == simdjson::SUCCESS;
    expect_both_ways(text_of(vector["jwtSignedData"]),
                     {JwsAlgorithm::rs256, header, *payload, true, attached}, "kernel_sign");
  }
}

TEST(JwsVectors, EveryCurve) {
  const auto vectors = crypto_vectors()["jws_verify_only"];
  for (const auto algorithm : {JwsAlgorithm::es256, JwsAlgorithm::es256k, JwsAlgorithm::eddsa}) {
    const auto vector = vectors[name_of(algorithm)];
    const auto compact = text_of(vector["compact"]);
    const auto parts = split_jws(compact);
    ASSERT_TRUE(parts);
    const auto key = vector_key(text_of(vector["key"]));
    const auto payload = base64url_decode(parts->payload);
    EXPECT_TRUE(verify_jws(*parts, {algorithm, *payload}, key->public_key())) << compact;
    EXPECT_FALSE(verify_jws(*parts, {algorithm, *payload + " "}, key->public_key()));
  }
}

TEST(JwsVectors, UnencodedPayload) {
  const auto vector = crypto_vectors()["jws_verify_only"]["PS256_unencoded_payload"];
  const auto header = base64url_encode(text_of(vector["header_json"]));
  const auto signature = text_of(vector["signature_b64u"]);
  const JwsParts parts{header, "", signature};
  const auto payload = text_of(vector["payload_utf8"]);
  const auto key = vector_key(text_of(vector["key"]));
  EXPECT_TRUE(verify_jws(parts, {JwsAlgorithm::ps256, payload, false}, key->public_key()));
  EXPECT_FALSE(verify_jws(parts, {JwsAlgorithm::ps256, payload, true}, key->public_key()));
  EXPECT_FALSE(verify_jws(parts, {JwsAlgorithm::rs256, payload, false}, key->public_key()));
}

TEST(Jws, EveryAlgorithmVerifiesItsOwnAndNoOther) {
  for (const auto algorithm : algorithms) {
    const auto key = vector_key(key_name_of(algorithm));
    for (const bool b64 : {true, false}) {
      const auto compact = sign_jws({algorithm, "{}", "some bytes", b64, true}, *key);
      ASSERT_TRUE(compact.ok());
      const auto parts = split_jws(compact.value());
      EXPECT_EQ(base64url_decode(parts->payload), "some bytes");
      for (const auto other : algorithms) {
        const auto other_key = vector_key(key_name_of(other));
        EXPECT_EQ(verify_jws(*parts, {other, "some bytes", b64}, other_key->public_key()),
                  other == algorithm);
      }
      EXPECT_FALSE(verify_jws(*parts, {algorithm, "some bytes", !b64}, key->public_key()));
    }
  }
}

TEST(Jws, AKeyOfAnotherKindDoesNotSign) {
  const auto key = vector_key("kernel_ec_secp256k1_sign");
  EXPECT_EQ(sign_jws({JwsAlgorithm::es256, "{}", "x"}, *key).error(), Errc::bad_key);
  EXPECT_EQ(sign_jws({JwsAlgorithm::ps256, "{}", "x"}, *key).error(), Errc::bad_key);
}

TEST(Jws, NamesAreExactAndNoneIsNone) {
  for (const auto algorithm : algorithms) {
    EXPECT_EQ(jws_algorithm_of(name_of(algorithm)), algorithm);
  }
  for (const auto* name : {"none", "None", "", "HS256", "HS512", "rs256", "EDDSA", "RS256 ",
                           "RS384", "ES512", "RS1"}) {
    EXPECT_FALSE(jws_algorithm_of(name)) << name;
  }
}

TEST(Jws, OnlyThreePartsWithAHeader) {
  EXPECT_TRUE(split_jws("h.p.s"));
  EXPECT_TRUE(split_jws("h..s"));
  EXPECT_TRUE(split_jws("h.p."));  // verifies with no key: see below
  for (const auto* text : {"", ".", "..", "h", "h.p", ".p.s", "h.p.s.", "h.p.s.t", "h.p.s.t.u"}) {
    EXPECT_FALSE(split_jws(text)) << text;
  }
}

TEST(Jws, AboveABoundNothingIsSplit) {
  const std::string header(jws_header_chars_max, 'a');
  EXPECT_TRUE(split_jws(header + ".p.s"));
  EXPECT_FALSE(split_jws(header + "a.p.s"));
  const std::string signature(jws_signature_chars_max, 'a');
  EXPECT_TRUE(split_jws("h.p." + signature));
  EXPECT_FALSE(split_jws("h.p." + signature + "a"));
  const std::string payload(jws_bytes_max - 4, 'a');
  EXPECT_TRUE(split_jws("h." + payload + ".s"));
  EXPECT_FALSE(split_jws("h." + payload + "a.s"));
}

TEST(Jws, ASignatureIsStrictBase64url) {
  const auto vector = *crypto_vectors()["sign"].begin();
  const auto text = text_of(vector["signature"]);
  const auto data = text_of(vector["data"]);
  const auto key = vector_key("kernel_sign");
  const auto verifies = [&](const std::string& compact) {
    const auto parts = split_jws(compact);
    return parts && verify_jws(*parts, {JwsAlgorithm::rs256, data}, key->public_key());
  };
  ASSERT_TRUE(verifies(text));
  EXPECT_FALSE(verifies(text + "="));
  EXPECT_FALSE(verifies(text + "=="));
  EXPECT_FALSE(verifies(text + "\n"));
  EXPECT_FALSE(verifies(text + "A"));
  EXPECT_FALSE(verifies(" " + text));
  EXPECT_FALSE(verifies(text.substr(0, text.size() - 1)));
  EXPECT_FALSE(verifies(text.substr(0, text.rfind('.') + 1)));
  // 256 bytes end in a digit of which two bits count: A, Q, g or w, each followed by a letter.
  auto trailing_bits = text;
  ++trailing_bits.back();
  EXPECT_FALSE(verifies(trailing_bits));
}

TEST(Jws, AFlippedBitAnywhereDoesNotVerify) {
  const auto key = vector_key("ed25519_sign");
  const auto compact =
      sign_jws({JwsAlgorithm::eddsa, R"({"alg":"EdDSA"})", "payload", true, true}, *key).value();
  for (size_t at = 0; at < compact.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      auto flipped = compact;
      flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
      const auto parts = split_jws(flipped);
      if (!parts) continue;
      const auto payload = base64url_decode(parts->payload);
      if (!payload) continue;
      EXPECT_FALSE(verify_jws(*parts, {JwsAlgorithm::eddsa, *payload}, key->public_key()))
          << at << " " << bit;
    }
  }
}

TEST(Jws, AnEcdsaSignatureInDerIsNone) {
  // 64 bytes of R and S are the only form; a DER sequence begins with 0x30.
  const auto key = vector_key("kernel_ec_secp256r1_sign");
  const auto der = base64url_encode(std::string("\x30\x06\x02\x01\x01\x02\x01\x01", 8));
  const auto zeros = base64url_encode(std::string(64, '\0'));
  for (const auto& signature : {der, zeros, std::string{}}) {
    const JwsParts parts{"e30", "", signature};
    EXPECT_FALSE(verify_jws(parts, {JwsAlgorithm::es256, "x"}, key->public_key()));
  }
}
}  // namespace
}  // namespace crypto
