// actors/prereg/prid_intake.h: how a partition of applications comes by PRIDs: many at a time, so
// that a new application costs one commit and not two.
#pragma once
#include <caf/all.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "actors/prereg/prereg_actor.h"
#include "actors/prereg/prid_stock.h"

namespace prereg {
/// Owned by one actor, which outlives it in use.
class PridIntake : public std::enable_shared_from_this<PridIntake> {
 public:
  using Promise = caf::typed_response_promise<Result<Application>>;

  /// An empty pool is filled by its supplier within milliseconds; one that stays empty so long is
  /// told.
  static constexpr std::chrono::milliseconds retry_pause{5};
  static constexpr int retries_max = 200;

  PridIntake(Actor::pointer self, prid::Actor prids) : self_(self), prids_(std::move(prids)) {}

  PridStock& stock() { return stock_; }
  /// Keeps the present request until there is a PRID for it, and answers it then. How many wait is
  /// bounded by how many may be under way to the partition.
  Promise wait(const Create& order);
  /// Asks for more when there are few, unless somebody has.
  void refill_if_low();
  /// Asks again, after a pause.
  void refill();
  /// The actor ends: whoever still waits hears that it will not answer.
  void abandon();

 private:
  void begin();
  void arrived(const std::vector<std::string>& prids);
  void failed(Errc errc);

  Actor::pointer self_;
  prid::Actor prids_;
  PridStock stock_;
  std::vector<std::pair<Promise, Create>> waiting_;
  bool is_under_way_ = false;
  int retries_ = 0;
};
}  // namespace prereg
