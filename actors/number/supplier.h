// actors/number/supplier.h: the background actor that keeps the pools of UIN, PRID and VID full. It
// never holds up an issue.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "actors/base/random.h"
#include "actors/base/result.h"
#include "actors/number/number_rules.h"

namespace number {
using supply_atom = caf::atom_constant<caf::atom("num_supply")>;
using wanted_atom = caf::atom_constant<caf::atom("num_wanted")>;
using serve_atom = caf::atom_constant<caf::atom("num_serve")>;
using round_atom = caf::atom_constant<caf::atom("num_round")>;

/// What a partition did with candidates.
struct Supplied {
  uint64_t added = 0;
  uint64_t wants = 0;  ///< how many more it would take now
};
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Supplied& x) {
  return f(x.added, x.wants);
}

/// The part of a pool partition's interface that the supplier uses: candidates in, what came of
/// them out. Durable when it answers.
using PoolActor =
    caf::typed_actor<caf::replies_to<supply_atom, std::vector<Packed>>::with<Result<Supplied>>>;

/// One service whose partitions draw numbers under the same rules.
struct Pool {
  std::string service;
  NumberRules rules;
  std::vector<PoolActor> partitions;  ///< by partition number
};
}  // namespace number

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(number::Pool)

namespace number {
/// serve: takes a pool into care; answers when each of its partitions was asked and has had a first
/// helping, and with a partition's own fault when one cannot take numbers (storage_full apart: a
/// full disk holds up no start). wanted: a partition of the named service has fallen below its
/// low-water mark. round: the supplier to itself, (care, number of the round that ended).
using SupplierActor = caf::typed_actor<caf::replies_to<serve_atom, Pool>::with<Result<Done>>,
                                       caf::reacts_to<wanted_atom, std::string>,
                                       caf::reacts_to<round_atom, size_t, uint64_t>>;

/// Bounds of one round: it keeps an issue that queues behind it waiting for less than a
/// millisecond.
struct SupplierLimits {
  size_t candidates_per_partition = 48;
  size_t draws_per_round = 3'072;
  /// After a round in which nothing fitted, or some partition failed. A call ends it.
  std::chrono::milliseconds pause{1'000};
};

/// Spawns the supplier on a thread of its own, a little behind those that serve requests. `random`
/// is a CSPRNG of its own.
SupplierActor spawn_supplier(caf::actor_system& system, std::shared_ptr<Random> random,
                             SupplierLimits limits = {}, bool own_thread = true);
}  // namespace number
