// actors/vid/vid_state.h: the VIDs of one partition. One actor holds it, so it has no locks.
#pragma once
#include <span>
#include <vector>

#include "actors/number/number_pool.h"
#include "actors/vid/vid_record.h"
#include "actors/vid/vid_rules.h"

namespace vid {
/// Effects go to `tx`; the host calls before_commit on each batch and holds answers until it is
/// durable.
class Vids {
 public:
  /// `release_after`: how long an expired VID is kept before its number may be drawn again.
  Vids(number::PoolShare share, std::chrono::days release_after)
      : pool_(std::move(share)), release_after_(release_after) {}

  /// Reads the partition at start. Errors: vid_internal.
  Result<Done> load(store::Transaction& tx);

  /// A VID that nobody has. Errors, in this order: those of expiry_of; vid_not_available when this
  /// partition's pool is empty.
  Result<std::string> issue(const IssueVid& request, UtcTime now, store::Transaction& tx);

  /// Adds what is new of `candidates` (number::NumberPool::refill) and answers how many.
  /// Errors: vid_internal, and then nothing changed.
  Result<uint64_t> refill(std::span<const number::Packed> candidates, store::Transaction& tx);

  /// Marks VIDs whose expiry has come EXPIRED, then forgets those that expired release_after ago;
  /// `limit` of them at most, the oldest first: call again until it did fewer. Errors:
  /// vid_internal, and then nothing changed.
  Result<Swept> sweep(UtcTime now, size_t limit, store::Transaction& tx);

  void before_commit(store::Transaction& tx) { pool_.before_commit(tx); }

  /// How many numbers a refill should bring; 0 from the low-water mark on.
  size_t wants() const { return pool_.wants(); }
  Levels levels() const;

 private:
  struct Due {
    Waiting waiting;
    Record record;
  };
  store::Read<std::vector<Due>> due_in(std::string_view queue, UtcTime until, size_t limit,
                                       store::Transaction& tx);
  void expire(Due& due, store::Transaction& tx);
  void release(const Due& due, store::Transaction& tx);

  number::NumberPool pool_;
  std::chrono::days release_after_;
};
}  // namespace vid
