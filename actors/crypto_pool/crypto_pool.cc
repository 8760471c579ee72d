// actors/crypto_pool/crypto_pool.cc: spawning and ending the pool's actors.
#include "actors/crypto_pool/crypto_pool.h"

#include <thread>
#include <tuple>
#include <utility>

#include "actors/crypto_pool/ended_by.h"
#include "actors/crypto_pool/workers.h"
#include "crypto/random.h"

namespace crypto_pool {
namespace {
std::shared_ptr<Lane> lane_of(LaneLimits limits) {
  if (limits.workers == 0) limits.workers = std::thread::hardware_concurrency();
  return std::make_shared<Lane>(limits);
}

void send_exit(caf::scoped_actor& self, const std::vector<caf::actor>& workers) {
  for (const caf::actor& worker : workers) self->send_exit(worker, caf::exit_reason::user_shutdown);
}
}  // namespace

Pool::Pool(caf::actor_system& system, Config config)
    : system_(system), fast_lane_(lane_of(config.fast)), slow_lane_(lane_of(config.slow)) {
  if (!config.random) config.random = std::make_shared<crypto::SystemRandom>();
  workers_ = spawn_workers(*fast_lane_, fast_lane_nice, config.batch_scope);
  for (auto& worker : spawn_workers(*slow_lane_, slow_lane_nice, config.batch_scope))
    workers_.push_back(std::move(worker));
  const FastDispatcher fast = system.spawn(fast_dispatcher, fast_lane_);
  const SlowDispatcher slow =
      system.spawn(slow_dispatcher, slow_lane_, Hashing{config.argon2, config.random});
  fast_ = fast;
  slow_ = slow;
  fast_runner_ = fast;
  slow_runner_ = slow;
  if (!config.device) return;
  device_lane_ = lane_of(*config.device);
  device_workers_ = spawn_workers(*device_lane_, device_lane_nice, config.batch_scope);
  device_runner_ = system.spawn(device_dispatcher, device_lane_);
}

Pool::Workers Pool::spawn_workers(Lane& lane, int nice, const BatchScope& scope) {
  std::vector<Worker> spawned;
  Workers out;
  for (size_t i = 0; i < lane.limits().workers; ++i) {
    spawned.push_back(system_.spawn<caf::detached>(worker, Place{&lane, i, nice, scope}));
    out.push_back(caf::actor_cast<caf::actor>(spawned.back()));
  }
  lane.on_wake(
      [workers = std::move(spawned)](size_t i) { caf::anon_send(workers[i], wake_atom::value); });
  return out;
}

const Runner& Pool::runner(Speed speed) const {
  if (speed == Speed::device) return device_runner_;
  return speed == Speed::fast ? fast_runner_ : slow_runner_;
}

const std::shared_ptr<Lane>& Pool::lane(Speed speed) const {
  if (speed == Speed::device) return device_lane_;
  return speed == Speed::fast ? fast_lane_ : slow_lane_;
}

Pool::~Pool() { stop(); }

void Pool::stop() { std::ignore = stop_until(Time::max()); }

Left Pool::stop_until(Time limit) {
  if (std::exchange(stopped_, true)) return Left::nothing;
  fast_lane_->close();
  slow_lane_->close();
  if (device_lane_) device_lane_->close();
  caf::scoped_actor self{system_};
  send_exit(self, workers_);
  send_exit(self, device_workers_);
  const bool others_ended = ended_by(system_, std::exchange(workers_, {}), limit);
  const bool device_ended = ended_by(system_, std::exchange(device_workers_, {}), limit);
  end_dispatcher(fast_runner_);
  end_dispatcher(slow_runner_);
  if (device_runner_) end_dispatcher(device_runner_);
  if (!others_ended) return Left::job;
  return device_ended ? Left::nothing : Left::device_call;
}

/// Every job but one that does not return has ended by now. A dispatcher that has answered this one
/// has answered all others.
void Pool::end_dispatcher(const Runner& runner) {
  caf::scoped_actor self{system_};
  self->request(runner, caf::infinite, run_atom::value, JobRequest{.work = [] {}})
      .receive([](const Result<Done>&) {}, [](const caf::error&) {});
  self->send_exit(runner, caf::exit_reason::user_shutdown);
  self->wait_for(runner);
}
}  // namespace crypto_pool
