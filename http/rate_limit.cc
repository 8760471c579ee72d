// http/rate_limit.cc: refilling by elapsed time, so that no timer runs.
#include "http/rate_limit.h"

#include <algorithm>

#include "actors/base/partition_of.h"

namespace http {
RateLimit::RateLimit(Rate rate, uint64_t hash_seed, size_t sets)
    : rate_(rate), seed_(hash_seed), sets_(rate.per_second > 0 ? sets : 0) {}

bool RateLimit::allow(std::string_view key, Time now) {
  if (rate_.per_second <= 0) return true;
  // The seed keeps a stranger from choosing keys that share a set with a victim's.
  const uint64_t key_hash = (stable_hash(key) ^ seed_) * 0x9e3779b97f4a7c15ULL;
  const std::lock_guard lock{mutex_};
  Bucket& bucket = bucket_of(key_hash, now);
  if (bucket.tokens < 1) {
    ++refused_;
    return false;
  }
  bucket.tokens -= 1;
  return true;
}

uint64_t RateLimit::refused() const {
  const std::lock_guard lock{mutex_};
  return refused_;
}

RateLimit::Bucket& RateLimit::bucket_of(uint64_t key_hash, Time now) {
  Set& set = sets_[(key_hash >> 32) % sets_.size()];
  for (Bucket& bucket : set) refill(bucket, now);
  for (Bucket& bucket : set) {
    if (bucket.key_hash == key_hash) return bucket;
  }
  Bucket& fullest = *std::max_element(
      set.begin(), set.end(), [](const auto& a, const auto& b) { return a.tokens < b.tokens; });
  fullest = {key_hash, rate_.burst, now};
  return fullest;
}

void RateLimit::refill(Bucket& bucket, Time now) const {
  if (bucket.filled_at == Time{}) {
    bucket.tokens = rate_.burst;
  } else if (now > bucket.filled_at) {
    const std::chrono::duration<double> elapsed = now - bucket.filled_at;
    bucket.tokens = std::min(rate_.burst, bucket.tokens + elapsed.count() * rate_.per_second);
  }
  bucket.filled_at = std::max(bucket.filled_at, now);
}
}  // namespace http
