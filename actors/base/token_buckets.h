// actors/base/token_buckets.h: token buckets by key, in a table that never grows.
#pragma once
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

/// `per_second` with bursts of `burst`; a rate of 0 means off.
struct RefillRate {
  double per_second = 0;
  double burst = 0;
};

/// One bucket a key, refilled by elapsed time: a set of four places a key may stand in, the fullest
/// bucket making way (a full one holds no debt). For one thread; every call takes the same time.
class TokenBuckets {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr size_t sets_default = 16'384;

  /// The seed keeps a stranger from choosing keys that share a set with a victim's.
  TokenBuckets(RefillRate rate, uint64_t hash_seed, size_t sets = sets_default);

  /// Takes one token of `key`'s bucket; false when it is empty.
  bool take(std::string_view key, Time now);
  /// Puts one token back that was taken; a full bucket stays full.
  void give_back(std::string_view key, Time now);

 private:
  struct Bucket {
    uint64_t key_hash = 0;
    double tokens = 0;
    Time filled_at{};
  };
  using Set = std::array<Bucket, 4>;
  bool is_off() const { return rate_.per_second <= 0; }
  Bucket& bucket_of(std::string_view key, Time now);
  void refill(Bucket& bucket, Time now) const;

  RefillRate rate_;
  uint64_t seed_;
  std::vector<Set> sets_;
};
