// actors/audit/audit_actor.h: what an audit partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>

#include "actors/base/clock.h"
#include "actors/partition/partition.h"

namespace audit {
using append_atom = caf::atom_constant<caf::atom("aud_append")>;
using read_atom = caf::atom_constant<caf::atom("aud_read")>;

/// Takes the text of a record (audit_record.h) and answers when it is durable. Any partition will
/// do. Errors: internal when the chain cannot grow, storage_full.
/// read_atom: somebody is about to read records, which is recorded before.
using Actor = caf::typed_actor<caf::replies_to<append_atom, std::string>::with<Result<Done>>,
                               caf::replies_to<read_atom, Origin>::with<Result<Done>>>;

/// For spawn. The host's trail takes the records.
Actor::behavior_type partition(Actor::pointer self, partition::Host host, Clock clock);
}  // namespace audit
