// actors/crypto_pool/workers.h: the actors of the pool. Private to actors/crypto_pool.
#pragma once
#include <memory>
#include <vector>

#include "actors/base/random.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/crypto_pool/lane.h"
#include "crypto/argon2.h"

namespace crypto_pool {
/// Where a worker stands: its lane, its number there, the nice value of its thread.
struct Place {
  std::shared_ptr<Lane> lane;
  size_t worker = 0;
  int nice = 0;
};

/// What the slow lane's workers need beside the message.
struct Hashing {
  crypto::Argon2Params params;
  std::shared_ptr<::Random> random;
};

/// For spawn with caf::detached: does one job after the other.
FastLane::behavior_type fast_worker(FastLane::pointer self, Place place);
SlowLane::behavior_type slow_worker(SlowLane::pointer self, Place place, Hashing hashing);

/// For spawn: hands each job to the worker with the fewest, or refuses it.
FastLane::behavior_type fast_dispatcher(FastLane::pointer self, std::shared_ptr<Lane> lane,
                                        std::vector<FastLane> workers);
SlowLane::behavior_type slow_dispatcher(SlowLane::pointer self, std::shared_ptr<Lane> lane,
                                        std::vector<SlowLane> workers);
}  // namespace crypto_pool
