// actors/auth/secret_desk.h: the one place where client secrets are checked.
#pragma once
#include <atomic>
#include <caf/all.hpp>
#include <memory>
#include <string>

#include "actors/auth/failure_limit.h"
#include "actors/auth/secret_cache.h"
#include "actors/base/random.h"
#include "actors/crypto_pool/crypto_pool_actor.h"

namespace auth {
/// A secret as presented, and what the store holds for its client.
struct SecretProof {
  std::string client_key;
  crypto_pool::Secret secret;
  std::string phc;         ///< empty for an unknown client: nothing belongs to it
  std::string address;     ///< where it comes from; may be empty
  bool may_enter = false;  ///< false: the caller refuses anyway, and takes as long as for a guess
};

using prove_atom = caf::atom_constant<caf::atom("auth_prove")>;
}  // namespace auth

// It carries a secret and never leaves the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::SecretProof)

namespace auth {
/// Whether secret and hash belong together. Errors: too_many_requests (nothing was checked),
/// overloaded, internal. The same secret presented many times at once is checked once.
using SecretDesk = caf::typed_actor<caf::replies_to<prove_atom, SecretProof>::with<Result<bool>>>;

struct SecretDeskConfig {
  crypto_pool::SlowLane slow;
  RefillRate failures{1, 10};  ///< idkernel.rate-limit.open.client-failures
  int64_t cache_seconds = SecretCache::valid_seconds_default;
  std::shared_ptr<Random> random;  ///< this actor's own
  std::function<TokenBuckets::Time()> clock = std::chrono::steady_clock::now;
  /// Counts what was refused.
  std::shared_ptr<std::atomic<uint64_t>> refused = std::make_shared<std::atomic<uint64_t>>();
};

/// For spawn; one for the process, since it counts for all. Checks under way are bounded by those
/// who ask.
SecretDesk::behavior_type secret_desk(SecretDesk::pointer self, SecretDeskConfig config);
}  // namespace auth
