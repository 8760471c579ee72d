// actors/auth/token_key_board.h: the token keys in use, as signers, verifiers and the JWKS document
// see them.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "actors/auth/token_keys.h"

namespace auth {
/// One moment's keys: one signs, each verifies. Immutable, so any thread may keep and read it.
struct TokenKeySet {
  TokenKey current;
  std::vector<VerifyKey> verify;  ///< newest first, the current one included
  std::vector<Jwk> jwks;          ///< the same keys
};
using TokenKeySetPtr = std::shared_ptr<const TokenKeySet>;

/// `verify` newest first; its first is the public half of `current`.
TokenKeySetPtr key_set_of(TokenKey current, std::vector<VerifyKey> verify);

/// Where the keys are published. A new key is published before it signs anything. Safe from any
/// thread.
class TokenKeyBoard {
 public:
  explicit TokenKeyBoard(TokenKeySetPtr first) : keys_(std::move(first)) {}

  void publish(TokenKeySetPtr keys);

  /// Changes with every publish. A reader that holds the keys of this version needs no others.
  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  /// Never null.
  TokenKeySetPtr keys() const;

 private:
  // A mutex and not an atomic shared_ptr: readers come here only when the version has changed.
  mutable std::mutex mutex_;
  TokenKeySetPtr keys_;
  std::atomic<uint64_t> version_{1};
};
}  // namespace auth
