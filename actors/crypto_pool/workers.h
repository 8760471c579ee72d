// actors/crypto_pool/workers.h: the actors of the pool. Private to actors/crypto_pool.
#pragma once
#include <functional>
#include <memory>

#include "actors/base/random.h"
#include "actors/crypto_pool/batch_scope.h"
#include "actors/crypto_pool/crypto_pool_actor.h"
#include "actors/crypto_pool/lane.h"
#include "crypto/argon2.h"

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(crypto_pool::Outcome)

namespace crypto_pool {
using wake_atom = caf::atom_constant<caf::atom("wake")>;
using ended_atom = caf::atom_constant<caf::atom("job_ended")>;

/// Where a worker stands: its lane, which outlives it, its number there, its thread's nice value.
struct Place {
  Lane* lane = nullptr;
  size_t worker = 0;
  int nice = 0;
  BatchScope batch_scope;
};

using Worker = caf::typed_actor<caf::reacts_to<wake_atom>>;
/// For spawn with caf::detached: once woken, does jobs until none is left.
Worker::behavior_type worker(Worker::pointer self, Place place);

/// What the slow lane's own messages need beside the message.
struct Hashing {
  crypto::Argon2Params params;
  std::shared_ptr<::Random> random;
};

using JobEnded = caf::typed_actor<caf::reacts_to<ended_atom, uint64_t, Outcome>>;
using FastDispatcher = FastLane::extend_with<Runner>::extend_with<JobEnded>;
using SlowDispatcher = SlowLane::extend_with<Runner>::extend_with<JobEnded>;
using DeviceDispatcher = Runner::extend_with<JobEnded>;

/// For spawn: submits what actors ask for, and answers them when it has ended.
FastDispatcher::behavior_type fast_dispatcher(FastDispatcher::pointer self,
                                              std::shared_ptr<Lane> lane);
SlowDispatcher::behavior_type slow_dispatcher(SlowDispatcher::pointer self,
                                              std::shared_ptr<Lane> lane, Hashing hashing);
DeviceDispatcher::behavior_type device_dispatcher(DeviceDispatcher::pointer self,
                                                  std::shared_ptr<Lane> lane);
}  // namespace crypto_pool
