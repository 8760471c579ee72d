// actors/crypto_pool/lane.cc: admission, hand-over and counting.
#include "actors/crypto_pool/lane.h"

#include <algorithm>
#include <optional>

namespace crypto_pool {
static constexpr auto relaxed = std::memory_order_relaxed;

Lane::Lane(const LaneLimits& limits)
    : limits_{std::max<size_t>(limits.workers, 1), std::max<size_t>(limits.jobs_per_worker, 1),
              std::max<size_t>(limits.batch_max, 1)} {
  for (size_t i = limits_.workers; i > 0; --i) idle_.push_back(i - 1);
}

void Lane::submit(Job job) {
  std::optional<Job> refused;
  std::optional<size_t> woken;
  std::shared_ptr<const Wake> wake;
  bool stopped = false;
  {
    const std::lock_guard lock(mutex_);
    stopped = closed_;
    if (stopped) {
      refused = std::move(job);
    } else {
      bool has_room = queued_.load(relaxed) < limits_.workers * limits_.jobs_per_worker;
      if (!has_room) {
        refused = waiting_.make_room_for(job.request.caller);
        has_room = refused.has_value();
        if (has_room) queued_.fetch_sub(1, relaxed);
      }
      if (has_room) {
        queued_.fetch_add(1, relaxed);
        waiting_.push(std::move(job));
        if (!idle_.empty()) {
          woken = idle_.back();
          wake = wake_;
          idle_.pop_back();
        }
      } else {
        refused = std::move(job);
      }
    }
  }
  if (wake) (*wake)(*woken);
  if (!refused) return;
  if (!stopped) refused_.fetch_add(1, relaxed);
  refused->ended(stopped ? Outcome::stopped : Outcome::overloaded);
}

bool Lane::take(size_t worker, std::vector<Job>& batch) {
  batch.clear();
  const std::lock_guard lock(mutex_);
  if (waiting_.size() == 0) {
    if (std::find(idle_.begin(), idle_.end(), worker) == idle_.end()) idle_.push_back(worker);
    return false;
  }
  // Only a share of them: the other workers come for theirs.
  const size_t share = std::clamp<size_t>(waiting_.size() / limits_.workers, 1, limits_.batch_max);
  while (batch.size() < share) batch.push_back(waiting_.pop());
  return true;
}

void Lane::work(const Job& job) {
  const auto start = std::chrono::steady_clock::now();
  const Outcome outcome = run(job.request);
  const bool cancelled = outcome == Outcome::abandoned || outcome == Outcome::expired;
  if (!cancelled) {
    const auto busy = std::chrono::steady_clock::now() - start;
    busy_nanoseconds_.fetch_add(static_cast<uint64_t>(busy.count()), relaxed);
  }
  (cancelled ? cancelled_ : done_).fetch_add(1, relaxed);
  queued_.fetch_sub(1, relaxed);
  job.ended(outcome);
}

void Lane::close() {
  std::vector<Job> left;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    wake_.reset();
    while (waiting_.size() > 0) left.push_back(waiting_.pop());
    queued_.fetch_sub(left.size(), relaxed);
  }
  for (const Job& job : left) job.ended(Outcome::stopped);
}

LaneStats Lane::stats() const {
  return {queued_.load(relaxed), done_.load(relaxed), refused_.load(relaxed),
          cancelled_.load(relaxed), busy_nanoseconds_.load(relaxed)};
}
}  // namespace crypto_pool
