// actors/vid/vid_actor.h: what a VID partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>

#include "actors/base/clock.h"
#include "actors/number/pool_desk.h"
#include "actors/vid/vid_rules.h"

namespace vid {
using issue_atom = caf::atom_constant<caf::atom("vid_issue")>;
using sweep_atom = caf::atom_constant<caf::atom("vid_sweep")>;
/// sweep: sent by the actor to itself, every sweep_every and at once while there is more to do.
using Actor =
    number::PoolActor::extend<caf::replies_to<issue_atom, IssueVid>::with<Result<std::string>>,
                              caf::replies_to<sweep_atom>::with<Result<Swept>>>;

/// How often expired VIDs are looked for, and how many one turn handles.
inline constexpr std::chrono::minutes sweep_every{1};
inline constexpr size_t sweep_numbers_max = 256;

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               std::chrono::days release_after, number::PoolSetting setting,
                               Clock clock);
}  // namespace vid
