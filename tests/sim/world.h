// tests/sim/world.h: all partitions of UIN and RID with their supplier on one testing scheduler,
// and a disk that outlives them.
#pragma once
#include <memory>
#include <vector>

#include "actors/base/partition_of.h"
#include "actors/rid/rid_actor.h"
#include "actors/uin/uin_actor.h"
#include "tests/fakes/held_journal.h"
#include "tests/fakes/seeded_random.h"

namespace sim {
/// One life of the process, from start to crash.
class World {
 public:
  static constexpr uint16_t partitions = 16;
  static constexpr number::PoolSize pool{partitions * 4, partitions * 10};

  World(MemoryStore disk, uint64_t seed, UtcTime& now)
      : journal_(actors_, std::move(disk)),
        supplier_(number::spawn_supplier(actors_.system(), std::make_shared<SeededRandom>(seed), {},
                                         false)) {
    const Clock clock = [&now] { return now; };
    number::Pool all{"uin", {}, {}};
    for (uint16_t i = 0; i < partitions; ++i) {
      number::PoolSetting setting;
      setting.service = "uin";
      setting.host = journal_.host({i, store::Service::uin});
      setting.supplier = supplier_;
      uins_.push_back(actors_.spawn(uin::partition, number::PoolShare{{}, i, partitions, pool},
                                    setting, clock));
      all.partitions.push_back(uins_.back());
      rids_.push_back(actors_.spawn(rid::partition, rid::Rules{},
                                    journal_.host({i, store::Service::rid}), clock));
    }
    served_ = actors_.ask_later<Done>(supplier_, number::serve_atom::value, all);
  }
  ~World() {
    caf::anon_send_exit(supplier_, caf::exit_reason::kill);
    actors_.end();
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  ActorFixture& actors() { return actors_; }
  MemoryStore& disk() { return journal_.store(); }
  const uin::Actor& uin_partition(size_t index) { return uins_[index]; }
  const uin::Actor& owner_of_uin(const std::string& uin) {
    return uins_[partition_of(uin, partitions)];
  }
  const rid::Actor& owner_of(const rid::Machine& machine) {
    return rids_[partition_of(rid::key_of(machine), partitions)];
  }

  /// The journal makes its oldest batches durable, `most` at most, and says so.
  void sync(size_t most) { journal_.release(std::min(most, journal_.held().size())); }
  /// Everything moves until nothing is left to do; pauses pass.
  void settle() {
    actors_.run();
    while (!journal_.held().empty()) journal_.release();
  }
  size_t batches_held() const { return journal_.held().size(); }

  /// The power fails: the oldest `reached` batches had reached the disk, though nobody heard of it.
  MemoryStore crash(size_t reached) {
    const auto& held = journal_.held();
    for (size_t i = 0; i < std::min(reached, held.size()); ++i) disk().apply(held[i].batch);
    disk().fail_reads.reset();
    return std::move(disk());
  }

 private:
  ActorFixture actors_;
  HeldJournal journal_;
  number::SupplierActor supplier_;
  std::vector<uin::Actor> uins_;
  std::vector<rid::Actor> rids_;
  std::optional<Asked<Done>> served_;
};
}  // namespace sim
