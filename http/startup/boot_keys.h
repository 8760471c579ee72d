// http/startup/boot_keys.h: the keys that every country has (keys sheet 2.5).
#pragma once
#include <caf/all.hpp>

#include "actors/keymanager/key_manager_actor.h"
#include "http/startup/settings.h"

namespace startup {
/// Makes those of the boot list that are missing; durable on return. Throws Problem, naming the key
/// that could not be made.
void boot_keys(caf::actor_system& system, const keymanager::Actor& manager,
               const KeySettings& settings);
}  // namespace startup
