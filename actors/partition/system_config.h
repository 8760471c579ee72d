// actors/partition/system_config.h: how CAF's scheduler is set up for partitions.
#pragma once
#include <caf/actor_system_config.hpp>
#include <cstddef>

namespace partition {
struct Scheduling {
  size_t threads = 1;             ///< idkernel.scheduler.threads: workers for partitions
  size_t messages_per_turn = 50;  ///< one actor's turn; CAF's default is unlimited
};

/// Idle workers sleep until mail arrives instead of polling.
caf::actor_system_config system_config(Scheduling scheduling = {});
}  // namespace partition
