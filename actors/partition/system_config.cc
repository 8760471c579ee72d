// actors/partition/system_config.cc: CAF's options by name.
#include "actors/partition/system_config.h"

#include <caf/all.hpp>

namespace partition {
caf::actor_system_config system_config(Scheduling scheduling) {
  caf::actor_system_config config;
  config.set("scheduler.max-threads", scheduling.threads);
  config.set("scheduler.max-throughput", scheduling.messages_per_turn);
  return config;
}
}  // namespace partition
