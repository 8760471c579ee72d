// tests/signature/raw_sign_test.cc: signatures without a header, and what is not signed so.
#include "actors/signature/raw_sign.h"

#include <gtest/gtest.h>

#include "tests/crypto/bytes.h"
#include "tests/crypto/vector_keys.h"
#include "tests/signature/away_key.h"

namespace signature {
namespace {
using crypto::JwsAlgorithm;

TEST(RawSign, Vectors) {
  const auto vector = crypto_vectors()["sign_v2"];
  const auto key = crypto::vector_key(text_of(vector["key"]));
  const auto data = *crypto::base64url_decode(text_of(vector["dataToSign"]));
  for (const auto* name : {"base64url", "base58btc"}) {
    const auto format = format_of(name);
    ASSERT_TRUE(format.ok());
    EXPECT_EQ(sign_raw({JwsAlgorithm::eddsa, format.value()}, *key, data).value(),
              text_of(vector[name]));
  }
  EXPECT_TRUE(key->public_key().verify(crypto::Scheme::eddsa, data,
                                       *crypto::base64url_decode(text_of(vector["base64url"]))));
}

TEST(RawSign, AKeyWhoseTokenIsAwayIsNoBadKey) {
  EXPECT_EQ(sign_raw({JwsAlgorithm::rs256, {}}, AwayKey{}, "x").error(), Errc::keystore_failed);
}

TEST(RawSign, EveryAlgorithmWithItsKey) {
  for (const auto& [algorithm, name] : {std::pair{JwsAlgorithm::rs256, "kernel_sign"},
                                        {JwsAlgorithm::ps256, "kernel_sign"},
                                        {JwsAlgorithm::es256, "kernel_ec_secp256r1_sign"},
                                        {JwsAlgorithm::es256k, "kernel_ec_secp256k1_sign"}}) {
    const auto key = crypto::vector_key(name);
    const auto text = sign_raw({algorithm, SignatureFormat::base64url}, *key, "data").value();
    EXPECT_TRUE(key->public_key().verify(crypto::scheme_of(algorithm), "data",
                                         *crypto::base64url_decode(text)));
    EXPECT_EQ(sign_raw({JwsAlgorithm::eddsa, SignatureFormat::base64url}, *key, "data").error(),
              Errc::jws_sign_failed);
  }
}

TEST(RawSign, Formats) {
  EXPECT_EQ(format_of("").value(), SignatureFormat::base58btc);
  EXPECT_EQ(format_of(" ").value(), SignatureFormat::base58btc);
  for (const auto* name : {"base64", "BASE64URL", "base58", "hex", "base64url "}) {
    EXPECT_EQ(format_of(name).error(), Errc::key_format_unsupported) << name;
  }
  EXPECT_EQ(row_of(Errc::key_format_unsupported).code, std::string_view{"KER-KMS-036"});
}

/// The TBSCertificate of a certificate: the first element inside the outermost sequence.
std::string signed_part_of(const std::string& der) {
  const auto byte = [&](size_t at) {
    return static_cast<size_t>(static_cast<uint8_t>(der.at(at)));
  };
  return der.substr(4, 4 + (byte(6) << 8) + byte(7));  // both lengths are 82 xx xx
}

TEST(RawSign, PartsOfCertificatesAreNotSigned) {
  for (const auto* name : {"root", "registration_master", "kernel_sign", "registration_base",
                           "kernel_ec_secp256r1_sign"}) {
    const auto part = signed_part_of(crypto::vector_certificate(name).der());
    EXPECT_TRUE(begins_as_certificate(part)) << name;
    const auto key = crypto::vector_key("registration_master");
    EXPECT_EQ(sign_raw({JwsAlgorithm::rs256, SignatureFormat::base64url}, *key, part).error(),
              Errc::jws_sign_failed);
    EXPECT_FALSE(begins_as_certificate(part + "x"));
    EXPECT_FALSE(begins_as_certificate(part.substr(0, part.size() - 1)));
  }
}

TEST(RawSign, ListsAndOldVersionsAreNotSignedEither) {
  // sequence { [0] 2, serial 1, { identifier }, { issuer } }; without version; a list's version;
  // a list without any.
  for (const auto* hex : {"300ea003020102020101300206003000", "3009020101300206003000",
                          "3006300206003000", "308106300206003000", "30820006300206003000"}) {
    EXPECT_TRUE(begins_as_certificate(crypto::unhex(hex))) << hex;
  }
}

/// `content` behind `tag` and a length in so many bytes; 0: indefinite, with its end.
std::string element(char tag, const std::string& content, int length_bytes) {
  if (length_bytes == 0) return std::string{tag} + '\x80' + content + std::string(2, '\0');
  std::string length;
  for (int i = length_bytes - 1; i >= 0; --i)
    length += i < 8 ? static_cast<char>(content.size() >> (8 * i)) : '\0';
  return std::string{tag} + static_cast<char>(0x80 + length_bytes) + length + content;
}

TEST(RawSign, AnyEncodingOfACertificateIsFound) {
  for (const auto* name : {"root", "registration_master", "kernel_ec_secp256r1_sign"}) {
    const auto part = signed_part_of(crypto::vector_certificate(name).der());
    const std::string content = part.substr(4);
    EXPECT_EQ(part, element('\x30', content, 2));
    EXPECT_TRUE(begins_as_certificate("\x3f\x10" + part.substr(1)));
    EXPECT_TRUE(begins_as_certificate("\x3f\x80\x10" + part.substr(1)));
    for (const int length_bytes : {0, 3, 4, 5, 8, 9, 16, 126})
      EXPECT_TRUE(begins_as_certificate(element('\x30', content, length_bytes))) << length_bytes;
    // OpenSSL reads a name that is no constructed one, BouncyCastle a version of any number.
    const auto with_tag = [&](size_t at, int tag) {
      std::string other = content;
      other[at] = static_cast<char>(tag);
      return element('\x30', other, 2);
    };
    for (const int tag : {0xa0, 0xa1, 0xa3, 0xbe})
      EXPECT_TRUE(begins_as_certificate(with_tag(0, tag))) << tag;
    // Its members are [0] of 3 bytes, then the serial number, then the algorithm, then the issuer.
    const size_t serial_at = 5, serial_bytes = static_cast<uint8_t>(content[serial_at + 1]);
    const size_t algorithm_at = serial_at + 2 + serial_bytes;
    const size_t algorithm_bytes = static_cast<uint8_t>(content[algorithm_at + 1]);
    EXPECT_TRUE(begins_as_certificate(with_tag(algorithm_at + 2 + algorithm_bytes, 0x10)));
    const auto with_odd = [&](size_t at, size_t bytes, int length_bytes) {
      const std::string odd = content.substr(0, at) +
                              element(content[at], content.substr(at + 2, bytes), length_bytes) +
                              content.substr(at + 2 + bytes);
      return element('\x30', odd, 2);
    };
    for (const int length_bytes : {0, 1, 5, 9}) {
      EXPECT_TRUE(begins_as_certificate(with_odd(0, 3, length_bytes))) << length_bytes;
      EXPECT_TRUE(begins_as_certificate(with_odd(serial_at, serial_bytes, length_bytes)))
          << length_bytes;
      EXPECT_TRUE(begins_as_certificate(with_odd(algorithm_at, algorithm_bytes, length_bytes)))
          << length_bytes;
    }
  }
}

TEST(RawSign, OtherBytesAreSigned) {
  for (const auto* hex : {"", "30", "3000", "30ff", "3085ffffffffff", "3003020101",
                          "30063002060030", "3006300206000400", "30053003020101",
                          "0406300206003000", "3006300202003000", "3089010000000000000000"}) {
    EXPECT_FALSE(begins_as_certificate(crypto::unhex(hex))) << hex;
  }
  EXPECT_FALSE(begins_as_certificate(R"({"a":1})"));
  EXPECT_FALSE(begins_as_certificate(std::string(64, '0')));
  EXPECT_FALSE(begins_as_certificate("?a=b"));
  EXPECT_FALSE(begins_as_certificate("0x" + std::string(120, '0')));
}
}  // namespace
}  // namespace signature
