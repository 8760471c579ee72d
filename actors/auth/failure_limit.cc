// actors/auth/failure_limit.cc: two kinds of buckets, and the places that have shown a right
// secret.
#include "actors/auth/failure_limit.h"

#include <algorithm>

#include "actors/base/partition_of.h"

namespace auth {
namespace {
// The address stands first, since it alone is not the caller's to choose: whatever a client calls
// itself, the two kinds of buckets stay apart.
std::string place_key(const FailureLimit::Try& attempt) {
  return '@' + std::string{attempt.address} + ' ' + std::string{attempt.client_key};
}
}  // namespace

FailureLimit::FailureLimit(RefillRate rate, uint64_t hash_seed, size_t sets)
    : buckets_(rate, hash_seed, sets), seed_(hash_seed), known_(sets) {}

std::optional<FailureLimit::Permit> FailureLimit::reserve(const Try& attempt, Time now) {
  const std::string place = place_key(attempt);
  Permit permit =
      is_known(stable_hash(place, seed_), now) ? place : '#' + std::string{attempt.client_key};
  if (!buckets_.take(permit, now)) return std::nullopt;
  return permit;
}

bool FailureLimit::is_known(uint64_t hash, Time now) {
  const Set& set = set_of(hash);
  return std::any_of(set.begin(), set.end(),
                     [&](const Place& place) { return place.hash == hash && now < place.until; });
}

void FailureLimit::remember(const Try& proved, Time now) {
  if (proved.address.empty()) return;
  const uint64_t hash = stable_hash(place_key(proved), seed_);
  Set& set = set_of(hash);
  auto place =
      std::find_if(set.begin(), set.end(), [&](const Place& one) { return one.hash == hash; });
  if (place == set.end()) {
    place = std::min_element(set.begin(), set.end(),
                             [](const Place& a, const Place& b) { return a.until < b.until; });
  }
  *place = {hash, now + known_for};
}
}  // namespace auth
