// tests/number/fake_pool.h: a partition's pool as the supplier sees it, which remembers every offer
// and can refuse, fail or keep silent.
#pragma once
#include <caf/all.hpp>
#include <memory>
#include <set>
#include <vector>

#include "actors/base/partition_of.h"
#include "actors/number/supplier.h"
#include "tests/fakes/actor_fixture.h"

namespace number {
struct FakePool {
  uint16_t partition = 0;
  uint16_t partitions = 1;
  uint64_t low_water = 0;
  uint64_t target = 0;

  std::set<Packed> held;
  std::vector<size_t> offers;  ///< candidates of each, in order
  std::optional<Errc> fault;   ///< set: what it answers
  bool silent = false;         ///< never answers
  bool refuses = false;        ///< finds no candidate new
  uint64_t foreign = 0;        ///< candidates of other partitions

  uint64_t wants() const { return held.size() >= low_water ? 0 : target - held.size(); }
  uint64_t brought() const {
    uint64_t sum = 0;
    for (const size_t count : offers) sum += count;
    return sum;
  }
  void drain() { held.clear(); }

  Result<Supplied> supply(const std::vector<Packed>& candidates) {
    offers.push_back(candidates.size());
    if (fault) return *fault;
    uint64_t added = 0;
    for (const Packed candidate : candidates) {
      foreign += partition_of(unpack(candidate), partitions) == partition ? 0 : 1;
      if (!refuses && held.size() < target) added += held.insert(candidate).second ? 1 : 0;
    }
    return Supplied{added, wants()};
  }
};

inline PoolActor spawn_fake(ActorFixture& actors, const std::shared_ptr<FakePool>& pool) {
  return actors.spawn([pool](PoolActor::pointer self) -> PoolActor::behavior_type {
    auto kept = std::make_shared<std::vector<caf::typed_response_promise<Result<Supplied>>>>();
    return {
        [=](supply_atom, const std::vector<Packed>& candidates) -> caf::result<Result<Supplied>> {
          auto answer = pool->supply(candidates);
          if (!pool->silent) return caf::result<Result<Supplied>>{std::move(answer)};
          kept->push_back(self->make_response_promise<Result<Supplied>>());
          return kept->back();
        }};
  });
}
}  // namespace number
