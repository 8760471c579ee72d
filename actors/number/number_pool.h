// actors/number/number_pool.h: the unused numbers of one partition of UIN, PRID or VID.
#pragma once
#include <deque>
#include <span>
#include <vector>

#include "actors/base/result.h"
#include "actors/number/draft.h"
#include "actors/number/number_set.h"
#include "actors/number/pool_record.h"
#include "actors/number/space.h"
#include "store/transaction.h"

namespace number {
/// One partition's share.
struct PoolShare {
  NumberRules rules;
  uint16_t partition = 0;
  uint16_t partitions = 1;
  PoolSize size;  ///< of all partitions together
};

/// Held by one thread. A number is in the pool, or has a record of the service, or is unknown:
/// never two of these. Changes go to `tx`; the host calls before_commit on each batch before it is
/// sent, and no answer leaves before the batch is durable. After a crash the pool is what the last
/// durable batch says.
class NumberPool {
 public:
  static constexpr size_t block_numbers_max = 4096;
  /// Candidates that one refill looks at.
  static constexpr size_t candidates_max = 16'384;

  explicit NumberPool(PoolShare share);

  /// Forgets what is in memory and reads everything. Errors: those of the reads; corrupt when the
  /// records do not fit together, and then the pool stays empty.
  store::Read<Done> load(store::Transaction& tx);

  /// The next number, which leaves the pool; the caller writes its record in the same transaction.
  /// Numbers that the present rules refuse (the configuration changed) are dropped. Nothing when
  /// the pool is empty.
  std::optional<std::string> take(store::Transaction& tx);

  /// `number` has left the pool and comes back; the caller erases its record in the same
  /// transaction.
  void give_back(std::string_view number, store::Transaction& tx);

  /// Adds those of `candidates` that are valid, belong to this partition, are not in the pool and
  /// have no record, as far as there is room. Answers how many. Nothing changes when a read fails.
  store::Read<size_t> refill(std::span<const Packed> candidates, store::Transaction& tx);

  /// Writes the cursor and the tallies if they changed: one record a batch, not one a number.
  void before_commit(store::Transaction& tx);

  bool contains(std::string_view number) const;
  /// How many numbers a refill should bring; 0 from the low-water mark on.
  size_t wants() const;
  size_t unused() const { return members_.size(); }
  size_t returned() const { return returned_.size(); }
  const Tallies& tallies() const { return tallies_; }
  void set_tallies(const Tallies& tallies);

 private:
  store::Read<Done> load_blocks(store::Transaction& tx);
  store::Read<Done> load_returned(store::Transaction& tx);
  bool load_block(std::string_view key, std::string_view record);
  bool fits_together() const;
  std::optional<Packed> pop(store::Transaction& tx);
  bool is_ours(Packed candidate);
  void move_returned(std::vector<Packed>& numbers, store::Transaction& tx);
  void append_blocks(std::span<const Packed> numbers, store::Transaction& tx);

  Draft draft_;
  uint16_t partition_;
  uint16_t partitions_;
  size_t low_water_;
  size_t target_;
  Cursor cursor_;
  Tallies tallies_;
  bool changed_ = false;
  std::deque<std::vector<Packed>> blocks_;  ///< in random order: the generator's
  std::deque<Packed> returned_;
  NumberSet members_;  ///< all of the above
};
}  // namespace number
