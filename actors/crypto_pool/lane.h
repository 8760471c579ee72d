// actors/crypto_pool/lane.h: the jobs of one lane: how many may wait, and who does the next. No
// CAF.
#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "actors/crypto_pool/fair_queue.h"

namespace crypto_pool {
/// For the metrics. `queued` counts jobs that wait or run; the others only grow.
struct LaneStats {
  uint64_t queued = 0;
  uint64_t done = 0;       ///< ran, also those that threw
  uint64_t refused = 0;    ///< too many waited
  uint64_t cancelled = 0;  ///< abandoned or expired before they began
  uint64_t busy_nanoseconds = 0;
};

struct LaneLimits {
  size_t workers = 1;
  size_t jobs_per_worker = 1;  ///< waiting or running
  size_t batch_max = 1;        ///< jobs that a worker takes at once when many wait
};

/// Any thread submits, the lane's workers take. Its lock is held for moves of a job only.
class Lane {
 public:
  /// `wake(i)` tells worker i, which had been told that nothing is left, to call `take` again.
  /// Called from any thread, without the lock.
  using Wake = std::function<void(size_t worker)>;

  explicit Lane(const LaneLimits& limits);

  /// Before the first job and before the first worker takes.
  void on_wake(Wake wake) { wake_ = std::make_shared<const Wake>(std::move(wake)); }

  /// Queues the job, or ends it at once: `overloaded` when the lane is full, `stopped` when it is
  /// closed. A full lane makes room for a caller with few jobs at the cost of the one with most.
  void submit(Job job);

  /// Fills `batch` with the jobs that `worker` is to do next. False: nothing is left, `worker` is
  /// woken when that changes.
  [[nodiscard]] bool take(size_t worker, std::vector<Job>& batch);
  /// Runs the job, counts it, then tells its `ended`.
  void work(const Job& job);

  /// Ends the jobs that wait, and from now on every one that comes, as `stopped`. Lets
  /// go of `wake`: it may hold the workers, whose threads end with the last handle to them.
  void close();

  LaneStats stats() const;
  const LaneLimits& limits() const { return limits_; }

 private:
  const LaneLimits limits_;
  std::mutex mutex_;
  std::shared_ptr<const Wake> wake_;
  FairQueue waiting_;
  std::vector<size_t> idle_;  ///< workers to wake
  bool closed_ = false;

  std::atomic<uint64_t> queued_ = 0;
  std::atomic<uint64_t> done_ = 0;
  std::atomic<uint64_t> refused_ = 0;
  std::atomic<uint64_t> cancelled_ = 0;
  std::atomic<uint64_t> busy_nanoseconds_ = 0;
};

/// Who must hurry, who may take longer, and who waits for a device that holds a key.
enum class Speed : uint8_t { fast, slow, device };
}  // namespace crypto_pool
