// actors/crypto_pool/job.h: a job of the crypto pool: what to do, for whom, until when. No CAF.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

namespace crypto_pool {
/// What became of a job.
enum class Outcome : uint8_t {
  done,
  threw,       ///< `work` threw; logged
  overloaded,  ///< not begun: too many waited
  abandoned,   ///< not begun: nobody waits for it any more
  expired,     ///< not begun: its deadline had passed
  stopped,     ///< not begun: the pool has ended
};

struct JobRequest {
  /// Jobs of one caller wait in one line; the lines are served in turn.
  std::string caller = {};
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
  /// Asked right before the job begins, on a worker's thread. Empty: somebody always waits.
  std::function<bool()> abandoned = {};
  /// Runs on a worker's thread. A result leaves through what it captures.
  std::function<void()> work = {};
};

/// `ended` is called exactly once, on the submitter's thread or a worker's. It does not throw.
struct Job {
  JobRequest request;
  std::function<void(Outcome)> ended;
};

/// Does the job, unless nobody wants it any more.
Outcome run(const JobRequest& request);
}  // namespace crypto_pool
