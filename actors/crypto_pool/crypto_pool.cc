// actors/crypto_pool/crypto_pool.cc: spawning and ending the pool's actors.
#include "actors/crypto_pool/crypto_pool.h"

#include <thread>

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
  std::vector<FastLane> fast;
  for (size_t i = 0; i < fast_lane_->limits().workers; ++i) {
    fast.push_back(system.spawn<caf::detached>(fast_worker, Place{fast_lane_, i, fast_lane_nice}));
    workers_.push_back(caf::actor_cast<caf::actor>(fast.back()));
  }
  std::vector<SlowLane> slow;
  for (size_t i = 0; i < slow_lane_->limits().workers; ++i) {
    slow.push_back(system.spawn<caf::detached>(slow_worker, Place{slow_lane_, i, slow_lane_nice},
                                               Hashing{config.argon2, config.random}));
    workers_.push_back(caf::actor_cast<caf::actor>(slow.back()));
  }
  fast_ = system.spawn(fast_dispatcher, fast_lane_, std::move(fast));
  slow_ = system.spawn(slow_dispatcher, slow_lane_, std::move(slow));
}

Pool::~Pool() { stop(); }

void Pool::stop() {
  if (workers_.empty()) return;
  std::vector<caf::actor> ending = std::move(workers_);
  workers_.clear();
  // The dispatchers first, so that no more is handed out.
  ending.insert(ending.begin(),
                {caf::actor_cast<caf::actor>(fast_), caf::actor_cast<caf::actor>(slow_)});
  caf::scoped_actor self{system_};
  for (const caf::actor& actor : ending) {
    self->send_exit(actor, caf::exit_reason::user_shutdown);
  }
  for (const caf::actor& actor : ending) self->wait_for(actor);
}
}  // namespace crypto_pool
