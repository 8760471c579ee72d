// actors/auth/closed_partitions.h: the auth partitions while no actor owns them yet, at a start.
#pragma once
#include <map>
#include <memory>
#include <utility>

#include "actors/auth/accounts.h"
#include "store/workspace.h"

namespace auth {
/// What is read of one partition and written to it; its transaction is begun.
struct ClosedPartition {
  ClosedPartition(std::shared_ptr<const seal::WrappingKey> store_key, Random& key_random,
                  store::Owner owner, const store::View& view)
      : tx(owner, view), sealer(std::move(store_key), key_random, owner), accounts({}, sealer) {
    tx.begin();
  }
  store::Workspace tx;
  seal::Sealer sealer;
  Accounts accounts;
};

/// Made as they are asked for. `view` and `key_random` outlive it.
class ClosedPartitions {
 public:
  ClosedPartitions(std::shared_ptr<const seal::WrappingKey> store_key, Random& key_random,
                   const store::View& view)
      : store_key_(std::move(store_key)), key_random_(key_random), view_(view) {}

  ClosedPartition& of(uint16_t partition) {
    auto& found = made_[partition];
    if (!found) {
      const store::Owner owner{partition, store::Service::auth};
      found = std::make_unique<ClosedPartition>(store_key_, key_random_, owner, view_);
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
  std::map<uint16_t, std::unique_ptr<ClosedPartition>> made_;
};
}  // namespace auth
