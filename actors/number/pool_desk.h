// actors/number/pool_desk.h: what the actors of UIN, PRID and VID have in common: a pool that is
// written, watched, refilled.
#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "actors/number/number_pool.h"
#include "actors/number/supplier.h"
#include "actors/partition/partition.h"

namespace number {
/// Levels of one partition's pool as the metrics see them; written by its actor.
struct Gauges {
  std::atomic<uint64_t> unused{0};
  std::atomic<uint64_t> issued{0};
  std::atomic<uint64_t> assigned{0};
  std::atomic<uint64_t> expired{0};
};

/// What a pool actor is given beside its state.
struct PoolSetting {
  std::string service;  ///< the name that the supplier knows
  partition::Host host;
  SupplierActor supplier;
  std::shared_ptr<Gauges> gauges = std::make_shared<Gauges>();
};

/// Owned by one actor. `State` has load, refill, before_commit, wants and levels, and `show(levels,
/// gauges)` is found for its levels.
template <class State, class Self>
class PoolDesk {
 public:
  PoolDesk(Self* self, std::shared_ptr<State> state, PoolSetting setting)
      : state_(std::move(state)),
        setting_(std::move(setting)),
        write_(setting_.host.writer(self, hooks(state_, setting_.gauges))) {}

  /// Runs `fn(state, tx)` as a write, and calls for numbers when it left too few.
  template <class Fn>
  auto write(Fn&& fn) {
    auto result = write_([&](store::Transaction& tx) { return fn(*state_, tx); });
    if (state_->wants() > 0 && !std::exchange(called_, true)) {
      caf::anon_send(setting_.supplier, wanted_atom::value, setting_.service);
    }
    return result;
  }

  /// Runs `fn(state, tx)` as a read.
  template <class Fn>
  auto read(Fn&& fn) {
    return write_.reader()([&](store::Transaction& tx) { return fn(*state_, tx); });
  }

  auto supply(const std::vector<Packed>& candidates) {
    auto result = write_([&](store::Transaction& tx) -> Result<Supplied> {
      const auto added = state_->refill(candidates, tx);
      if (!added.ok()) return added.faults();
      return Supplied{added.value(), state_->wants()};
    });
    called_ = state_->wants() > 0;
    return result;
  }

 private:
  static partition::Hooks hooks(const std::shared_ptr<State>& state,
                                const std::shared_ptr<Gauges>& gauges) {
    return {.before_commit =
                [=](store::Transaction& tx) {
                  state->before_commit(tx);
                  show(state->levels(), *gauges);
                },
            .load =
                [=](store::Transaction& tx) {
                  auto loaded = state->load(tx);
                  show(state->levels(), *gauges);
                  return loaded;
                }};
  }

  std::shared_ptr<State> state_;
  PoolSetting setting_;
  partition::Writer<Self> write_;
  bool called_ = false;  ///< the supplier knows, and comes by itself until nothing is wanted
};
}  // namespace number
