// actors/rid/rid_actor.h: what a RID partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/partition/partition.h"
#include "actors/rid/rid_rules.h"

namespace rid {
using issue_atom = caf::atom_constant<caf::atom("rid_issue")>;
/// Errors: those of Sequences::issue.
using Actor = caf::typed_actor<
    caf::replies_to<issue_atom, Machine, audit::Origin>::with<Result<std::string>>>;

/// For spawn. Replies leave after the journal has made their writes durable.
Actor::behavior_type partition(Actor::pointer self, Rules rules, partition::Host host, Clock clock);
}  // namespace rid
