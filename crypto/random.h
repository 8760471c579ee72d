// crypto/random.h: the CSPRNG of OpenSSL behind actors/base's Random, and UUIDs.
#pragma once
#include <array>
#include <cstddef>
#include <string>

#include "actors/base/random.h"

namespace crypto {
/// For numbers that become public: nonces, salts, UUIDs, UINs. Safe from any thread. A failing
/// source logs and ends the process.
class SystemRandom final : public ::Random {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// For keys: OpenSSL's generator whose output never leaves the process in clear.
class SystemKeyRandom final : public ::Random {
 public:
  void fill(std::span<std::byte> bytes) override;
};

/// Draws from `source` in blocks of `block_bytes`: many small draws cost little. Each byte is given
/// out once and wiped. For one thread; `source` outlives it.
class BufferedRandom final : public ::Random {
 public:
  static constexpr size_t block_bytes = 4096;

  explicit BufferedRandom(::Random& source) : source_(source) {}
  ~BufferedRandom() override;
  BufferedRandom(const BufferedRandom&) = delete;
  BufferedRandom& operator=(const BufferedRandom&) = delete;

  void fill(std::span<std::byte> bytes) override;

 private:
  ::Random& source_;
  std::array<std::byte, block_bytes> block_{};
  size_t used_ = block_bytes;
};

/// A random UUID (RFC 4122 version 4) in lower case, 36 characters.
std::string uuid_v4(::Random& random);
}  // namespace crypto
