// actors/base/token_buckets.cc: refilling by elapsed time, so that no timer runs.
#include "actors/base/token_buckets.h"

#include <algorithm>

#include "actors/base/partition_of.h"

TokenBuckets::TokenBuckets(RefillRate rate, uint64_t hash_seed, size_t sets)
    : rate_(rate), seed_(hash_seed), sets_(rate.per_second > 0 ? sets : 0) {}

bool TokenBuckets::take(std::string_view key, Time now) {
  if (is_off()) return true;
  Bucket& bucket = bucket_of(key, now);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

void TokenBuckets::give_back(std::string_view key, Time now) {
  if (is_off()) return;
  Bucket& bucket = bucket_of(key, now);
  bucket.tokens = std::min(rate_.burst, bucket.tokens + 1);
}

TokenBuckets::Bucket& TokenBuckets::bucket_of(std::string_view key, Time now) {
  const uint64_t key_hash = stable_hash(key, seed_);
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

void TokenBuckets::refill(Bucket& bucket, Time now) const {
  if (bucket.filled_at == Time{}) {
    bucket.tokens = rate_.burst;
  } else if (now > bucket.filled_at) {
    const std::chrono::duration<double> elapsed = now - bucket.filled_at;
    bucket.tokens = std::min(rate_.burst, bucket.tokens + elapsed.count() * rate_.per_second);
  }
  bucket.filled_at = std::max(bucket.filled_at, now);
}
