// actors/crypto_pool/crypto_pool.h: the pool: lanes of detached actors (design.md section 5).
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "actors/base/random.h"
#include "actors/crypto_pool/batch_scope.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/crypto_pool/lane.h"
#include "crypto/argon2.h"

namespace crypto_pool {
/// `workers` 0 means one per core. The defaults bound the wait: 128 RSA-2048 signatures of 0.3 ms
/// are about 40 ms, 32 password hashes of 50 ms about 1.6 s.
struct Config {
  LaneLimits fast{.workers = 0, .jobs_per_worker = 128, .batch_max = 8};
  LaneLimits slow{.workers = 0, .jobs_per_worker = 32, .batch_max = 1};
  /// For keys in a device; nothing: there is no such lane. See device_limits.
  std::optional<LaneLimits> device = std::nullopt;
  crypto::Argon2Params argon2{};
  /// For salts, used by several threads at once. Null: crypto::SystemRandom.
  std::shared_ptr<::Random> random = nullptr;
  /// What lives on a worker's thread while it does a batch: it may gather the answers of the jobs.
  BatchScope batch_scope = nullptr;
};

/// How far the lanes' threads step back behind those that serve requests. The lane of devices does
/// what the fast one does.
inline constexpr int fast_lane_nice = 10;
inline constexpr int slow_lane_nice = 15;
inline constexpr int device_lane_nice = 10;

/// The lane for a device that takes so many calls at a time. When none of them returns there is
/// still one worker, which finds that out for the jobs that wait.
constexpr LaneLimits device_limits(size_t calls_max) {
  return {.workers = calls_max + 1, .jobs_per_worker = 32, .batch_max = 1};
}

/// What a stop left behind.
enum class Left : uint8_t {
  nothing,
  device_call,  ///< jobs of the device lane, and of no other
  job,          ///< of any lane
};

/// Spawns the actors; ends them when it goes. One per process, made and destroyed outside actors.
///
///     self->request(pool.fast(), caf::infinite, rsa_sign_atom::value, key, message).then(...)
class Pool {
 public:
  Pool(caf::actor_system& system, Config config);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  const FastLane& fast() const { return fast_; }
  const SlowLane& slow() const { return slow_; }
  /// For actors that have jobs of their own. Null for Speed::device where there is no such lane.
  const Runner& runner(Speed speed) const;
  /// For threads outside actors: a job submitted here needs no message of its own. Null likewise.
  const std::shared_ptr<Lane>& lane(Speed speed) const;
  LaneStats fast_stats() const { return fast_lane_->stats(); }
  LaneStats slow_stats() const { return slow_lane_->stats(); }
  /// All zero where there is no such lane.
  LaneStats device_stats() const { return device_lane_ ? device_lane_->stats() : LaneStats{}; }

  using Time = std::chrono::steady_clock::time_point;
  /// Ends every actor of the pool and waits for it: a job that runs is finished, one that waits is
  /// answered with a caf::error. Calling it again does nothing.
  /// A job that still ran at `limit` may come back at any time, so nothing that it refers to may be
  /// destroyed any more, this pool among it.
  [[nodiscard]] Left stop_until(Time limit);
  /// As stop_until, for as long as it takes.
  void stop();

 private:
  using Workers = std::vector<caf::actor>;
  Workers spawn_workers(Lane& lane, int nice, const BatchScope& scope);
  void end_dispatcher(const Runner& runner);

  caf::actor_system& system_;
  std::shared_ptr<Lane> fast_lane_;
  std::shared_ptr<Lane> slow_lane_;
  std::shared_ptr<Lane> device_lane_;  ///< null: no key is in a device
  bool stopped_ = false;
  Workers workers_;
  Workers device_workers_;
  FastLane fast_;
  SlowLane slow_;
  Runner fast_runner_;
  Runner slow_runner_;
  Runner device_runner_;
};
}  // namespace crypto_pool
