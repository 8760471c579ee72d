// crypto/sha256_sum.h: SHA-256 of what comes in pieces.
#pragma once
#include <memory>
#include <string_view>

#include "crypto/digest.h"

namespace crypto {
class Sha256Sum {
 public:
  Sha256Sum();
  ~Sha256Sum();
  Sha256Sum(Sha256Sum&&) noexcept;
  Sha256Sum& operator=(Sha256Sum&&) noexcept;

  void add(std::string_view piece);
  /// Of all pieces. Nothing is added afterwards.
  Sha256 finish();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};
}  // namespace crypto
