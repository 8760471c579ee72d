// actors/crypto_pool/lane.cc: admission and counting.
#include "actors/crypto_pool/lane.h"

#include <algorithm>

namespace crypto_pool {
static constexpr auto relaxed = std::memory_order_relaxed;

Lane::Lane(const LaneLimits& limits)
    : limits_{std::max<size_t>(limits.workers, 1), std::max<size_t>(limits.jobs_per_worker, 1)},
      workers_(std::make_unique<Worker[]>(limits_.workers)) {}

std::optional<size_t> Lane::admit() {
  size_t best = 0;
  uint64_t fewest = workers_[0].queued.load(relaxed);
  for (size_t i = 1; i < limits_.workers; ++i) {
    const uint64_t queued = workers_[i].queued.load(relaxed);
    if (queued >= fewest) continue;
    best = i;
    fewest = queued;
  }
  if (fewest >= limits_.jobs_per_worker) {
    refused_.fetch_add(1, relaxed);
    return std::nullopt;
  }
  workers_[best].queued.fetch_add(1, relaxed);
  return best;
}

void Lane::finish(size_t worker, std::chrono::nanoseconds busy) {
  workers_[worker].busy_nanoseconds.fetch_add(static_cast<uint64_t>(busy.count()), relaxed);
  workers_[worker].done.fetch_add(1, relaxed);
  workers_[worker].queued.fetch_sub(1, relaxed);
}

LaneStats Lane::stats() const {
  LaneStats sum{.refused = refused_.load(relaxed)};
  for (size_t i = 0; i < limits_.workers; ++i) {
    sum.queued += workers_[i].queued.load(relaxed);
    sum.done += workers_[i].done.load(relaxed);
    sum.busy_nanoseconds += workers_[i].busy_nanoseconds.load(relaxed);
  }
  return sum;
}
}  // namespace crypto_pool
