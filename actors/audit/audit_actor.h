// actors/audit/audit_actor.h: what an audit partition is asked, and how one is made.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>

#include "actors/base/clock.h"
#include "actors/partition/partition.h"
#include "actors/seal/sealer.h"

namespace audit {
using append_atom = caf::atom_constant<caf::atom("aud_append")>;

/// Takes the text of a record (audit_record.h) and answers when it is durable. Any partition will
/// do. Errors: audit_internal, storage_full.
using Actor = caf::typed_actor<caf::replies_to<append_atom, std::string>::with<Result<Done>>>;

/// For spawn. `sealer` is of the host's owner and this actor's own.
Actor::behavior_type partition(Actor::pointer self, std::shared_ptr<seal::Sealer> sealer,
                               partition::Host host, Clock clock);
}  // namespace audit
