// actors/uin/uin_actor.h: what a UIN partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>

#include "actors/base/clock.h"
#include "actors/number/pool_desk.h"
#include "actors/uin/uin_rules.h"

namespace uin {
using issue_atom = caf::atom_constant<caf::atom("uin_issue")>;
using update_atom = caf::atom_constant<caf::atom("uin_update")>;
using assigned_atom = caf::atom_constant<caf::atom("uin_assign")>;
/// Errors of each: those of Uins' functions.
using Actor =
    number::PoolActor::extend<caf::replies_to<issue_atom, IssueUin>::with<Result<std::string>>,
                              caf::replies_to<update_atom, UpdateUin>::with<Result<UpdatedUin>>,
                              caf::replies_to<assigned_atom, std::string>::with<Result<bool>>>;

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, number::PoolShare share,
                               number::PoolSetting setting, Clock clock);
}  // namespace uin
