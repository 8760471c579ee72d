// actors/auth/failure_limit.h: how often a client's secret may be guessed wrong (DECISIONS 33).
#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/token_buckets.h"

namespace auth {
/// A permit is reserved before a secret is checked and given back when it was right, so that only
/// failures cost and parallel guesses cannot outrun the limit. An address from which the client has
/// proved itself has permits of its own: strangers' guesses do not shut out a busy portal. Fixed
/// memory, the same work for every call. For one thread.
class FailureLimit {
 public:
  using Time = TokenBuckets::Time;
  /// How long an address stays known after the last right secret.
  static constexpr std::chrono::hours known_for{24};
  static constexpr size_t sets_default = 4096;

  FailureLimit(RefillRate rate, uint64_t hash_seed, size_t sets = sets_default);

  /// Whose secret is tried, and from where (may be empty).
  struct Try {
    std::string_view client_key;
    std::string_view address;
  };
  /// Names the bucket that was taken from.
  using Permit = std::string;

  /// Nothing when too many were wrong or are being checked.
  std::optional<Permit> reserve(const Try& attempt, Time now);
  /// The secret was right, or the check did not take place.
  void give_back(const Permit& permit, Time now) { buckets_.give_back(permit, now); }
  /// The client has shown the right secret from there.
  void remember(const Try& proved, Time now);

 private:
  struct Place {
    uint64_t hash = 0;
    Time until{};
  };
  using Set = std::array<Place, 4>;
  Set& set_of(uint64_t hash) { return known_[(hash >> 32) % known_.size()]; }
  bool is_known(uint64_t hash, Time now);

  TokenBuckets buckets_;
  uint64_t seed_;
  std::vector<Set> known_;
};
}  // namespace auth
