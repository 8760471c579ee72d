// tests/cryptomanager/argon2_hash_test.cc: the golden vector, and salts of every kind.
#include "actors/cryptomanager/argon2_hash.h"

#include <gtest/gtest.h>

#include "tests/cryptomanager/vector_bytes.h"
#include "tests/fakes/seeded_random.h"

namespace cryptomanager {
namespace {
constexpr crypto::Argon2Params cheap{.memory_kib = 16, .iterations = 1, .parallelism = 2};

TEST(Argon2Hash, AsTheVector) {
  const simdjson::dom::element vector = crypto_vectors()["argon2id"];
  const auto number = [&](std::string_view name) {
    return static_cast<uint32_t>(vector[name].get_uint64().value());
  };
  const crypto::Argon2Params costs{.memory_kib = number("memory_kib"),
                                   .iterations = number("iterations"),
                                   .parallelism = number("parallelism")};
  SeededRandom random;
  const std::string input = text_of(vector["inputData"]);
  const std::string salt = text_of(vector["salt_b64u"]);
  const auto made = salted_hash({input, salt}, costs, random);
  EXPECT_EQ(made.value().hash, text_of(vector["hashValue"]));
  EXPECT_EQ(made.value().salt, salt);
}

TEST(Argon2Hash, ASaltOfItsOwnCanBeGivenBack) {
  SeededRandom random;
  const auto made = salted_hash({"text", ""}, cheap, random);
  const std::string salt = made.value().salt;
  EXPECT_EQ(crypto::base64url_decode(salt)->size(), argon2_auto_salt_bytes);
  EXPECT_EQ(salted_hash({"text", salt}, cheap, random).value().hash, made.value().hash);
  EXPECT_NE(salted_hash({"texu", salt}, cheap, random).value().hash, made.value().hash);
  EXPECT_NE(salted_hash({"text", ""}, cheap, random).value().salt, salt);
}

TEST(Argon2Hash, WhatCannotBeHashedIsSaid) {
  SeededRandom random;
  const auto error = [&](const HashRequest& request) {
    return salted_hash(request, cheap, random).error();
  };
  EXPECT_EQ(error({"text", "***"}), Errc::crypto_request_invalid);
  EXPECT_EQ(error({"text", "AAAA"}), Errc::crypto_request_invalid);
  EXPECT_EQ(error({std::string(2000, 'a'), ""}), Errc::crypto_request_invalid);
}
}  // namespace
}  // namespace cryptomanager
