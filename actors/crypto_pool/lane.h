// actors/crypto_pool/lane.h: who does the next job of a lane, and how many may wait. No CAF.
#pragma once
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

namespace crypto_pool {
/// For the metrics. `queued` counts jobs that wait or run; the others only grow.
struct LaneStats {
  uint64_t queued = 0;
  uint64_t done = 0;
  uint64_t refused = 0;
  uint64_t busy_nanoseconds = 0;
};

struct LaneLimits {
  size_t workers = 1;
  size_t jobs_per_worker = 1;  ///< waiting or running
};

/// The counters of one lane, shared by its dispatcher and its workers.
class Lane {
 public:
  explicit Lane(const LaneLimits& limits);

  /// The worker with the fewest jobs, which now has one more; nothing, counted as refused, when
  /// each has its fill. Only the dispatcher calls this.
  std::optional<size_t> admit();
  /// The job that `worker` was given is over, however it ended.
  void finish(size_t worker, std::chrono::nanoseconds busy);

  LaneStats stats() const;
  const LaneLimits& limits() const { return limits_; }

 private:
  struct alignas(64) Worker {  // A cache line each: workers do not slow one another down.
    std::atomic<uint64_t> queued = 0;
    std::atomic<uint64_t> done = 0;
    std::atomic<uint64_t> busy_nanoseconds = 0;
  };

  LaneLimits limits_;
  std::unique_ptr<Worker[]> workers_;
  std::atomic<uint64_t> refused_ = 0;
};

/// One job's time at a worker: from construction to destruction, however the work ends.
class JobTime {
 public:
  JobTime(Lane& lane, size_t worker)
      : lane_(lane), worker_(worker), start_(std::chrono::steady_clock::now()) {}
  ~JobTime() { lane_.finish(worker_, std::chrono::steady_clock::now() - start_); }
  JobTime(const JobTime&) = delete;
  JobTime& operator=(const JobTime&) = delete;

 private:
  Lane& lane_;
  size_t worker_;
  std::chrono::steady_clock::time_point start_;
};
}  // namespace crypto_pool
