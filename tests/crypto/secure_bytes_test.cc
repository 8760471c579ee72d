// tests/crypto/secure_bytes_test.cc: secrets are wiped before their memory is given back.
#include "crypto/secure_bytes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <ostream>
#include <type_traits>

// This program's arrays come from here, so that a test can look at a block just before it is freed.
static void* watched_block = nullptr;
static size_t watched_bytes = 0;
static bool watched_was_zero = false;

static void look_and_free(void* block) noexcept {
  if (block != nullptr && block == watched_block) {
    const auto* const bytes = static_cast<const unsigned char*>(block);
    watched_was_zero = std::all_of(bytes, bytes + watched_bytes, [](auto b) { return b == 0; });
    watched_block = nullptr;
  }
  std::free(block);
}
void* operator new[](size_t size) {
  if (void* const block = std::malloc(size)) return block;
  throw std::bad_alloc{};
}
void* operator new[](size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void operator delete[](void* block) noexcept { look_and_free(block); }
void operator delete[](void* block, size_t) noexcept { look_and_free(block); }

namespace crypto {
template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(!std::is_copy_constructible_v<SecureBytes>);
static_assert(!std::is_copy_assignable_v<SecureBytes>);
static_assert(std::is_nothrow_move_constructible_v<SecureBytes>);
static_assert(std::is_nothrow_move_assignable_v<SecureBytes>);
static_assert(!Printable<SecureBytes>);
static_assert(!std::is_convertible_v<size_t, SecureBytes>);
static_assert(!std::is_convertible_v<SecureBytes, std::string_view>);

static void watch(const SecureBytes& secret) {
  watched_block = const_cast<std::byte*>(secret.data());
  watched_bytes = secret.size();
  watched_was_zero = false;
}

TEST(SecureBytes, IsWipedBeforeItIsFreed) {
  {
    const auto secret = SecureBytes::from("a secret of some length");
    watch(secret);
  }
  EXPECT_EQ(watched_block, nullptr);
  EXPECT_TRUE(watched_was_zero);
}

TEST(SecureBytes, TheTargetOfAMoveIsWiped) {
  auto secret = SecureBytes::from("the old secret");
  watch(secret);
  secret = SecureBytes::from("new");
  EXPECT_EQ(watched_block, nullptr);
  EXPECT_TRUE(watched_was_zero);
  EXPECT_EQ(secret.view(), "new");
}

TEST(SecureBytes, AMoveLeavesNothingBehind) {
  auto secret = SecureBytes::from("text");
  const SecureBytes taken = std::move(secret);
  EXPECT_EQ(taken.view(), "text");
  EXPECT_EQ(secret.size(), 0u);
  EXPECT_EQ(secret.data(), nullptr);
}

TEST(SecureBytes, MovedToItselfItStays) {
  auto secret = SecureBytes::from("text");
  auto& same = secret;
  secret = std::move(same);
  EXPECT_EQ(secret.view(), "text");
}

TEST(SecureBytes, ACloneIsItsOwn) {
  auto secret = SecureBytes::from("text");
  const SecureBytes copy = secret.clone();
  secret.data()[0] = std::byte{'T'};
  EXPECT_EQ(copy.view(), "text");
}

TEST(SecureBytes, StartsAsZeros) {
  const SecureBytes zeros(33);
  EXPECT_TRUE(std::ranges::all_of(zeros.span(), [](std::byte b) { return b == std::byte{0}; }));
  EXPECT_EQ(zeros.size(), 33u);
  EXPECT_TRUE(SecureBytes().empty());
  EXPECT_TRUE(SecureBytes(0).empty());
}

TEST(SecureBytes, WipeZeroesWhatItIsGiven) {
  std::array<std::byte, 5> bytes;
  bytes.fill(std::byte{7});
  wipe(std::span{bytes}.first(4));
  EXPECT_EQ(bytes[3], std::byte{0});
  EXPECT_EQ(bytes[4], std::byte{7});
}
}  // namespace crypto
