// http/rate_limit.h: token buckets for callers who have shown nothing yet (DECISIONS 33).
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <vector>

namespace http {
/// `rate` per second with bursts of `burst`; a rate of 0 means off.
struct Rate {
  double per_second = 0;
  double burst = 0;
};

/// One bucket a key, in a table of fixed size: a set of four places a key may stand in, the fullest
/// bucket making way (a full one holds no debt). Safe from any thread.
class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr size_t sets_default = 16'384;

  RateLimit(Rate rate, uint64_t hash_seed, size_t sets = sets_default);

  /// Takes one token of `key`'s bucket; false when it is empty.
  bool allow(std::string_view key, Time now);
  uint64_t refused() const;

 private:
  struct Bucket {
    uint64_t key_hash = 0;
    double tokens = 0;
    Time filled_at{};
  };
  using Set = std::array<Bucket, 4>;
  Bucket& bucket_of(uint64_t key_hash, Time now);
  void refill(Bucket& bucket, Time now) const;

  Rate rate_;
  uint64_t seed_;
  mutable std::mutex mutex_;
  std::vector<Set> sets_;
  uint64_t refused_ = 0;
};
}  // namespace http
