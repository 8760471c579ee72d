// actors/prid/prid_actor.h: what a PRID partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/number/pool_desk.h"
#include "actors/prid/prid_rules.h"

namespace prid {
using issue_atom = caf::atom_constant<caf::atom("prid_issue")>;
using take_atom = caf::atom_constant<caf::atom("prid_take")>;
/// Errors: those of Prids' functions. What prid_take brings is one record of our own audit.
using Actor = number::PoolActor::extend<
    caf::replies_to<issue_atom, IssuePrid>::with<Result<std::string>>,
    caf::replies_to<take_atom, TakePrids>::with<Result<std::vector<std::string>>>>;

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               number::PoolSetting setting, Clock clock);
}  // namespace prid
