// tests/cryptomanager/pin_test.cc: the golden vector in both directions, and every way to fail.
#include "actors/cryptomanager/pin.h"

#include <gtest/gtest.h>

#include "tests/cryptomanager/vector_bytes.h"
#include "tests/fakes/seeded_random.h"

namespace cryptomanager {
namespace {
constexpr uint32_t iterations = 100'000;
constexpr uint32_t few = 10;

/// Gives out the bytes it was made of.
class FixedRandom final : public ::Random {
 public:
  explicit FixedRandom(std::string bytes) : bytes_(std::move(bytes)) {}
  void fill(std::span<std::byte> out) override {
    for (std::byte& byte : out) byte = static_cast<std::byte>(bytes_.at(given_++));
  }

 private:
  std::string bytes_;
  size_t given_ = 0;
};

TEST(Pin, LocksAsTheVector) {
  const simdjson::dom::element vector = crypto_vectors()["pin"];
  FixedRandom random(hex_of(vector, "salt_hex") + hex_of(vector, "nonce_hex"));
  const std::string pin = text_of(vector["userPin"]);
  const std::string data = text_of(vector["data"]);
  const std::string locked = text_of(vector["encrypted_b64u"]);
  EXPECT_EQ(lock_with_pin({pin, data}, iterations, random).value(), locked);
  EXPECT_EQ(unlock_with_pin({pin, locked}, iterations).value(), data);
  EXPECT_EQ(unlock_with_pin({"A1235", locked}, iterations).error(), Errc::crypto_corrupted);
}

TEST(Pin, NoTwoLocksAreAlike) {
  SeededRandom random;
  const auto one = lock_with_pin({"1", "text"}, few, random);
  const auto other = lock_with_pin({"1", "text"}, few, random);
  EXPECT_NE(one.value(), other.value());
  EXPECT_EQ(unlock_with_pin({"1", other.value()}, few).value(), "text");
}

TEST(Pin, IterationsBelongToTheKey) {
  SeededRandom random;
  const auto locked = lock_with_pin({"1", "text"}, few, random);
  EXPECT_EQ(unlock_with_pin({"1", locked.value()}, few + 1).error(), Errc::crypto_corrupted);
}

TEST(Pin, AFlippedBitAnywhereIsTheSameFailure) {
  SeededRandom random;
  const auto locked = lock_with_pin({"1", "text"}, few, random);
  const std::string bytes = crypto::base64url_decode(locked.value()).value();
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string flipped = bytes;
    flipped[at] = static_cast<char>(flipped[at] ^ 1);
    EXPECT_EQ(unlock_with_pin({"1", crypto::base64url_encode(flipped)}, few).error(),
              Errc::crypto_corrupted);
    EXPECT_EQ(unlock_with_pin({"1", crypto::base64url_encode(bytes.substr(0, at))}, few).error(),
              Errc::crypto_corrupted);
  }
}

TEST(Pin, ARefusingLibraryIsOurFault) {
  SeededRandom random;
  EXPECT_EQ(lock_with_pin({"1", "text"}, 0, random).error(), Errc::crypto_internal);
}

TEST(Pin, WhatIsNoBase64IsSaid) {
  EXPECT_EQ(unlock_with_pin({"1", "***"}, few).error(), Errc::crypto_data_invalid);
}
}  // namespace
}  // namespace cryptomanager
