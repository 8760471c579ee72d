// tests/token_id/token_id_test.cc: the derivation against the vectors, the one not to use included.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/token_id/token_id_state.h"
#include "tests/fakes/openssl_sha256.h"
#include "tests/vectors/vectors.h"

namespace token_id {
std::string token_of(simdjson::dom::element row, int digits, Sha256 sha256) {
  const TokenIds tokens{{text_of(row["uin_salt"]), text_of(row["partner_salt"])}, digits, sha256};
  return tokens.derive({text_of(row["uin"]), text_of(row["partnercode"])}).value();
}

TEST(TokenId, Vectors) {
  size_t rows = 0;
  for (const auto row : ids_vectors()["token_id"].get_array()) {
    EXPECT_EQ(token_of(row, 36, openssl_sha256), text_of(row["tokenID"]));
    ++rows;
  }
  EXPECT_EQ(rows, 6u);
}

TEST(TokenId, OneHashInsteadOfTwoIsAnotherToken) {
  // The second SHA of each step as the identity: what the sibling helper of the reference makes.
  const Sha256 once = [](std::string_view text) {
    static int calls = 0;
    std::array<std::byte, 32> same{};
    if (++calls % 2 == 1) return openssl_sha256(text);
    for (size_t i = 0; i < same.size(); ++i) same[i] = static_cast<std::byte>(text[i]);
    return same;
  };
  for (const auto row : ids_vectors()["token_id_single_hash_NOT_to_use"].get_array()) {
    EXPECT_EQ(token_of(row, 36, once), text_of(row["tokenID"]));
    EXPECT_NE(token_of(row, 36, openssl_sha256), text_of(row["tokenID"]));
  }
}

TEST(TokenId, EveryLengthIsABeginningOfTheLongest) {
  const simdjson::dom::element row = ids_vectors()["token_id"].at(0);
  const std::string longest = token_of(row, digits_max, openssl_sha256);
  EXPECT_EQ(longest.size(), 154u);
  for (int digits = 1; digits <= digits_max; ++digits) {
    EXPECT_EQ(token_of(row, digits, openssl_sha256),
              longest.substr(0, static_cast<size_t>(digits)));
  }
}

/// Decimal by the schoolbook: multiply by 256, add the byte.
std::string slow_decimal(const HexHash& text) {
  std::string digits = "0";
  for (const char c : text) {
    int carry = static_cast<unsigned char>(c);
    for (size_t i = digits.size(); i-- > 0;) {
      carry += (digits[i] - '0') * 256;
      digits[i] = static_cast<char>('0' + carry % 10);
      carry /= 10;
    }
    for (; carry > 0; carry /= 10) digits.insert(0, 1, static_cast<char>('0' + carry % 10));
  }
  return digits;
}

TEST(TokenId, DecimalIsExact) {
  std::array<std::byte, 32> hash{};
  for (int i = 0; i < 300; ++i) {
    const HexHash hex = upper_hex(hash);
    const auto digits = decimal_of(hex);
    ASSERT_EQ(std::string(digits.data(), digits.size()), slow_decimal(hex));
    hash = openssl_sha256({hex.data(), hex.size()});
    if (i == 0) hash.fill(std::byte{0xff});
  }
}

TEST(TokenId, BlankPartsAreRefused) {
  const TokenIds tokens{{"a", "b"}, 36, openssl_sha256};
  for (const Subject& subject : {Subject{"", "9373"}, Subject{"5193698130", ""}, Subject{" ", "1"},
                                 Subject{"1", "\t "}, Subject{"", ""}}) {
    EXPECT_EQ(tokens.derive(subject).error(), Errc::token_id_empty_input);
  }
  EXPECT_EQ(row_of(Errc::token_id_empty_input).code, "KER-TIG-010");
  EXPECT_TRUE(tokens.derive({"not a number", "\xC3\xA9"}).ok());
}

TEST(TokenId, ConfigFaultsNameTheProperty) {
  EXPECT_EQ(config_fault({"a", "b"}, 36), std::nullopt);
  EXPECT_EQ(config_fault({"a", "b"}, 1), std::nullopt);
  EXPECT_EQ(config_fault({"a", "b"}, 154), std::nullopt);
  EXPECT_THAT(config_fault({"", "b"}, 36).value_or(""), testing::HasSubstr("tokenid.uin.salt"));
  EXPECT_THAT(config_fault({"a", ""}, 36).value_or(""), testing::HasSubstr("partnercode.salt"));
  EXPECT_THAT(config_fault({"a", "b"}, 0).value_or(""), testing::HasSubstr("tokenid.length"));
  EXPECT_THAT(config_fault({"a", "b"}, 155).value_or(""), testing::HasSubstr("tokenid.length"));
}

TEST(TokenId, TheFingerprintTellsSaltsApartAndHidesThem) {
  const auto print = [](const Salts& salts) {
    return TokenIds{salts, 36, openssl_sha256}.fingerprint();
  };
  EXPECT_EQ(print({"ab", "c"}), print({"ab", "c"}));
  EXPECT_NE(print({"ab", "c"}), print({"a", "bc"}));
  EXPECT_NE(print({"ab", "c"}), print({"ab", "d"}));
  EXPECT_EQ(print({"ab", "c"}).size(), 16u);
}
}  // namespace token_id
