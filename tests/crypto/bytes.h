// tests/crypto/bytes.h: bytes written as hexadecimal, and a randomness that counts.
#pragma once
#include <string>
#include <string_view>

#include "actors/base/random.h"

namespace crypto {
inline std::string unhex(std::string_view digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<char>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

/// 0, 1, 2, ... without end: different draws differ for 256 bytes.
class CountingRandom final : public ::Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(drawn_++);
  }
  size_t drawn() const { return drawn_; }

 private:
  size_t drawn_ = 0;
};
}  // namespace crypto
