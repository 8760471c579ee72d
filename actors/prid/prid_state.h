// actors/prid/prid_state.h: the PRIDs of one partition. One actor holds it, so it has no locks.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/number/number_pool.h"
#include "actors/prid/prid_rules.h"

namespace prid {
/// Effects go to `tx`; the host calls before_commit on each batch and holds answers until it is
/// durable.
class Prids {
 public:
  explicit Prids(number::PoolShare share) : pool_(std::move(share)) {}

  /// Reads the partition at start. Errors: prid_internal.
  Result<Done> load(store::Transaction& tx);

  /// A PRID that nobody had before; it is ASSIGNED for ever. Errors: prid_not_available when this
  /// partition's pool is empty.
  Result<std::string> issue(const IssuePrid& request, UtcTime now, store::Transaction& tx);

  /// As many, one at least: whoever asks gives them out, each once. Errors: prid_not_available.
  Result<std::vector<std::string>> take(const TakePrids& request, UtcTime now,
                                        store::Transaction& tx);

  /// Adds what is new of `candidates` (number::NumberPool::refill) and answers how many.
  /// Errors: prid_internal, and then nothing changed.
  Result<uint64_t> refill(std::span<const number::Packed> candidates, store::Transaction& tx);

  void before_commit(store::Transaction& tx) { pool_.before_commit(tx); }

  /// How many numbers a refill should bring; 0 from the low-water mark on.
  size_t wants() const { return pool_.wants(); }
  Levels levels() const { return {pool_.unused(), pool_.tallies().assigned}; }

 private:
  number::NumberPool pool_;
};
}  // namespace prid
