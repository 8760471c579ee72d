// actors/crypto_pool/ended_by.h: the wait for actors that were told to end.
#pragma once
#include <caf/all.hpp>
#include <chrono>
#include <vector>

namespace crypto_pool {
/// Whether all of `actors` have ended by `limit`; waits no longer, and as long as it takes for
/// time_point::max(). For threads outside actors.
bool ended_by(caf::actor_system& system, const std::vector<caf::actor>& actors,
              std::chrono::steady_clock::time_point limit);
}  // namespace crypto_pool
