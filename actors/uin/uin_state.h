// actors/uin/uin_state.h: the UINs of one partition. One actor holds it, so it has no locks.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/number/number_pool.h"
#include "actors/uin/uin_rules.h"
#include "actors/uin/uin_timeout.h"

namespace uin {
/// Effects go to `tx`. The host calls before_commit once on each batch before it is sent, and no
/// answer leaves before its batch is durable: then no UIN is issued twice, whatever crashes.
class Uins {
 public:
  explicit Uins(number::PoolShare share, IssuedTimeout timeout = {})
      : pool_(std::move(share)), timeout_(timeout) {}

  /// Reads the partition at start, or after a change of owner. Errors: uin_internal.
  Result<Done> load(store::Transaction& tx);

  /// A UIN that nobody holds; it is ISSUED from then on, until an update says otherwise or, if
  /// there is one, the timeout has passed: an issue first gives back up to overdue_numbers_max that
  /// were issued with a timeout. Errors: uin_not_found when this partition's pool is empty;
  /// uin_internal when a read fails.
  Result<std::string> issue(const IssueUin& request, UtcTime now, store::Transaction& tx);

  /// Errors, in this order: uin_not_found; uin_not_issued when it is UNUSED or ASSIGNED;
  /// uin_status_unknown. uin_internal when a read fails.
  Result<UpdatedUin> update(const UpdateUin& request, UtcTime now, store::Transaction& tx);

  /// How many the last issue gave back because nobody confirmed them.
  size_t timed_out() const { return timed_out_; }

  /// Whether the UIN is one of ours that is ASSIGNED. Errors: uin_internal when a read fails.
  static Result<bool> is_assigned(const std::string& uin, store::Transaction& tx);

  /// Adds what is new of `candidates` (number::NumberPool::refill) and answers how many.
  /// Errors: uin_internal, and then nothing changed.
  Result<uint64_t> refill(std::span<const number::Packed> candidates, store::Transaction& tx);

  void before_commit(store::Transaction& tx) { pool_.before_commit(tx); }

  /// How many numbers a refill should bring; 0 from the low-water mark on.
  size_t wants() const { return pool_.wants(); }
  Levels levels() const;

 private:
  void give_back(const std::string& uin, store::Transaction& tx);
  store::Read<Done> give_back_overdue(UtcTime now, store::Transaction& tx);
  store::Read<std::vector<Waiting>> overdue(UtcTime now, store::Transaction& tx);
  store::Read<bool> is_still_issued(const Waiting& waiting, store::Transaction& tx) const;

  number::NumberPool pool_;
  IssuedTimeout timeout_;
  UtcTime nothing_overdue_before_{};
  size_t timed_out_ = 0;
  std::string first_waiting_;  ///< no entry lies before it: a scan need not pass over erased ones
};
}  // namespace uin
