// http/rate_limit.h: token buckets for callers who have shown nothing yet (DECISIONS 33).
#pragma once
#include <cstdint>
#include <mutex>
#include <string_view>

#include "actors/base/token_buckets.h"

namespace http {
using Rate = RefillRate;

/// TokenBuckets that any thread may take from.
class RateLimit {
 public:
  using Time = TokenBuckets::Time;

  RateLimit(Rate rate, uint64_t hash_seed, size_t sets = TokenBuckets::sets_default)
      : buckets_(rate, hash_seed, sets) {}

  /// Takes one token of `key`'s bucket; false when it is empty.
  bool allow(std::string_view key, Time now) {
    const std::lock_guard lock{mutex_};
    const bool is_allowed = buckets_.take(key, now);
    if (!is_allowed) ++refused_;
    return is_allowed;
  }
  uint64_t refused() const {
    const std::lock_guard lock{mutex_};
    return refused_;
  }

 private:
  mutable std::mutex mutex_;
  TokenBuckets buckets_;
  uint64_t refused_ = 0;
};
}  // namespace http
