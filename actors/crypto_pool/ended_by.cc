// actors/crypto_pool/ended_by.cc: each actor is watched, so that one that hangs hides no other.
#include "actors/crypto_pool/ended_by.h"

#include <algorithm>

namespace crypto_pool {
bool ended_by(caf::actor_system& system, const std::vector<caf::actor>& actors,
              std::chrono::steady_clock::time_point limit) {
  using Clock = std::chrono::steady_clock;
  caf::scoped_actor self{system};
  if (limit == Clock::time_point::max()) {
    for (const caf::actor& one : actors) self->wait_for(one);
    return true;
  }
  for (const caf::actor& one : actors) self->monitor(one);
  size_t left = actors.size();
  bool in_time = true;
  while (left > 0 && in_time) {
    const auto rest = std::chrono::ceil<std::chrono::milliseconds>(
        std::max(limit - Clock::now(), Clock::duration{0}));
    self->receive([&](const caf::down_msg&) { --left; },
                  caf::after(rest) >> [&] { in_time = false; });
  }
  return left == 0;
}
}  // namespace crypto_pool
