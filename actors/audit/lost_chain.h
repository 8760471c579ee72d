// actors/audit/lost_chain.h: a chain that would begin again though it is known to have been there.
#pragma once
#include <string>

#include "store/owner.h"
#include "store/view.h"

namespace audit {
/// Why nobody may write on this chain, a sentence for the operator; empty: nothing is wrong. Its
/// archive holds records, and the store has no tail: a server that began at 1 again would hide what
/// is lost. Says nothing of chains that are damaged otherwise: those do not load.
std::string fault_of_start(store::Owner owner, const store::View& view,
                           const std::string& archive_dir);
}  // namespace audit
