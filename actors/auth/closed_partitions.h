// actors/auth/closed_partitions.h: the auth partitions while no actor owns them yet, at a start.
#pragma once
#include <map>
#include <memory>
#include <utility>

#include "actors/audit/trail.h"
#include "actors/auth/accounts.h"
#include "store/workspace.h"

namespace auth {
/// What is read of one partition and written to it; its transaction is begun.
struct ClosedPartition {
  ClosedPartition(std::shared_ptr<seal::Sealer> of_owner, store::Owner owner,
                  const audit::TrailRules& rules, const store::View& view)
      : tx(owner, view),
        sealer(std::move(of_owner)),
        accounts({}, *sealer),
        trail(sealer, owner, rules) {
    tx.begin();
  }
  store::Workspace tx;
  std::shared_ptr<seal::Sealer> sealer;
  Accounts accounts;
  audit::Trail trail;  ///< whoever records calls keep_head before the batch is taken
};

/// Made as they are asked for. `view` and `key_random` outlive it.
class ClosedPartitions {
 public:
  ClosedPartitions(std::shared_ptr<const seal::WrappingKey> store_key, Random& key_random,
                   const store::View& view, audit::TrailRules rules = {})
      : store_key_(std::move(store_key)),
        key_random_(key_random),
        view_(view),
        rules_(std::move(rules)) {}

  ClosedPartition& of(uint16_t partition) {
    auto& found = made_[partition];
    if (!found) {
      const store::Owner owner{partition, store::Service::auth};
      auto sealer = std::make_shared<seal::Sealer>(store_key_, key_random_, owner);
      found = std::make_unique<ClosedPartition>(std::move(sealer), owner, rules_, view_);
    }
    return *found;
  }
  /// By number; those asked for so far.
  auto begin() { return made_.begin(); }
  auto end() { return made_.end(); }

 private:
  std::shared_ptr<const seal::WrappingKey> store_key_;
  Random& key_random_;
  const store::View& view_;
  audit::TrailRules rules_;
  std::map<uint16_t, std::unique_ptr<ClosedPartition>> made_;
};
}  // namespace auth
