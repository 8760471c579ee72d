// actors/partition/journal_actor.h: the one actor that writes: it merges what partitions send.
#pragma once
#include <caf/all.hpp>
#include <cstddef>

#include "store/journal.h"
#include "store/workspace.h"

namespace partition {
using commit_atom = caf::atom_constant<caf::atom("commit")>;
using flush_atom = caf::atom_constant<caf::atom("flush")>;
/// What comes back to `Commit::partition`, with the epoch, when the batch is durable.
using durable_atom = caf::atom_constant<caf::atom("durable")>;

/// One partition's batch on its way to the disk.
struct Commit {
  store::Batch batch;
  store::Epoch epoch = 0;
  caf::strong_actor_ptr partition;
};
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Commit& x) {
  return f(x.batch, x.epoch, x.partition);
}

using JournalActor =
    caf::typed_actor<caf::reacts_to<commit_atom, Commit>, caf::reacts_to<flush_atom>>;

/// How much may become one synced write.
struct JournalLimits {
  size_t batches_max = 1024;
  size_t bytes_max = size_t{4} << 20;
};

/// Whether the journal blocks a thread of its own (always, in a server) or runs on the scheduler
/// (tests with CAF's testing scheduler, which has no other threads).
enum class JournalThread { own, scheduler };

/// Spawns the journal. It keeps a reference to `journal`, which must outlive the actor system's
/// actors. Batches of one sender become durable in the order sent.
JournalActor spawn_journal(caf::actor_system& system, store::Journal& journal,
                           JournalLimits limits = {}, JournalThread thread = JournalThread::own);

/// Tells a partition that its batches up to `epoch` are durable.
void send_durable(const caf::strong_actor_ptr& partition, store::Epoch epoch);
}  // namespace partition
