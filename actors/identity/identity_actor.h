// actors/identity/identity_actor.h: what a partition of the identity directory is asked, and how
// one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/identity/identity_state.h"
#include "actors/partition/partition.h"

namespace identity {
using find_atom = caf::atom_constant<caf::atom("id_find")>;
using put_atom = caf::atom_constant<caf::atom("id_put")>;
using told_atom = caf::atom_constant<caf::atom("id_told")>;
using status_atom = caf::atom_constant<caf::atom("id_status")>;

/// The functions of Directory, by message; the text is hash_of(UIN), and its owner is asked. told:
/// what a repository elsewhere knows of the person is read; it is recorded as a read, durable when
/// answered.
using Actor = caf::typed_actor<
    caf::replies_to<find_atom, std::string, audit::Origin>::with<Result<Found>>,
    caf::replies_to<told_atom, std::string, audit::Origin>::with<Result<Done>>,
    caf::replies_to<put_atom, std::vector<Filed>, audit::Origin>::with<Result<PutCounts>>,
    caf::replies_to<status_atom, std::string, Status, audit::Origin>::with<Result<Found>>>;

/// For spawn. Persons are sealed by the host's sealer. Replies leave after the journal has made
/// their writes durable.
Actor::behavior_type partition(Actor::pointer self, partition::Host host, Clock clock);
}  // namespace identity
