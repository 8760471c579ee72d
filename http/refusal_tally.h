// http/refusal_tally.h: how many refusals one log line stands for.
#pragma once
#include <atomic>
#include <cstdint>
#include <limits>

namespace http {
/// Under overload most answers are refusals, and a line for each would cost more than the refusal.
/// Safe from any thread.
class RefusalTally {
 public:
  /// Counts one refusal at `now_ns` of a monotonic clock. Returns how many a line is to tell of,
  /// this one among them: at most once a second something else than 0. What is counted after the
  /// last line waits for the next refusal; the metrics have it at once.
  uint64_t add(int64_t now_ns) {
    refused_.fetch_add(1, std::memory_order_relaxed);
    int64_t next = next_ns_.load(std::memory_order_relaxed);
    if (now_ns < next || !next_ns_.compare_exchange_strong(next, now_ns + 1'000'000'000)) return 0;
    return refused_.exchange(0, std::memory_order_relaxed);
  }

 private:
  std::atomic<uint64_t> refused_ = 0;
  std::atomic<int64_t> next_ns_ = std::numeric_limits<int64_t>::min();
};
}  // namespace http
