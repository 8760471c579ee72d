// actors/crypto_pool/crypto_pool.cc: spawning and ending the pool's actors.
#include "actors/crypto_pool/crypto_pool.h"

#include <thread>
#include <utility>

#include "actors/crypto_pool/workers.h"
#include "crypto/random.h"

namespace crypto_pool {
static std::shared_ptr<Lane> lane_of(LaneLimits limits) {
  if (limits.workers == 0) limits.workers = std::thread::hardware_concurrency();
  return std::make_shared<Lane>(limits);
}

Pool::Pool(caf::actor_system& system, Config config)
    : system_(system), fast_lane_(lane_of(config.fast)), slow_lane_(lane_of(config.slow)) {
  if (!config.random) config.random = std::make_shared<crypto::SystemRandom>();
  spawn_workers(*fast_lane_, fast_lane_nice, config.batch_scope);
  spawn_workers(*slow_lane_, slow_lane_nice, config.batch_scope);
  const FastDispatcher fast = system.spawn(fast_dispatcher, fast_lane_);
  const SlowDispatcher slow =
      system.spawn(slow_dispatcher, slow_lane_, Hashing{config.argon2, config.random});
  fast_ = fast;
  slow_ = slow;
  fast_runner_ = fast;
  slow_runner_ = slow;
}

void Pool::spawn_workers(Lane& lane, int nice, const BatchScope& scope) {
  std::vector<Worker> spawned;
  for (size_t i = 0; i < lane.limits().workers; ++i) {
    spawned.push_back(system_.spawn<caf::detached>(worker, Place{&lane, i, nice, scope}));
    workers_.push_back(caf::actor_cast<caf::actor>(spawned.back()));
  }
  lane.on_wake(
      [workers = std::move(spawned)](size_t i) { caf::anon_send(workers[i], wake_atom::value); });
}

Pool::~Pool() { stop(); }

void Pool::stop() {
  if (workers_.empty()) return;
  const auto workers = std::exchange(workers_, {});
  fast_lane_->close();
  slow_lane_->close();
  caf::scoped_actor self{system_};
  const auto end = [&](const auto& actor) {
    self->send_exit(actor, caf::exit_reason::user_shutdown);
    self->wait_for(actor);
  };
  for (const caf::actor& worker : workers) end(worker);
  // Every job has ended by now. A dispatcher that has answered this one has answered all others.
  for (const Runner& runner : {fast_runner_, slow_runner_}) {
    self->request(runner, caf::infinite, run_atom::value, JobRequest{.work = [] {}})
        .receive([](const Result<Done>&) {}, [](const caf::error&) {});
    end(runner);
  }
}
}  // namespace crypto_pool
