// tests/audit/chain_maker.h: chains in a store of memory.
#pragma once
#include <memory>
#include <string>

#include "actors/audit/audit_chain.h"
#include "store/workspace.h"
#include "tests/fakes/memory_store.h"
#include "tests/fakes/seeded_random.h"

namespace audit {
/// 2024-01-02 12:00:00 UTC.
inline constexpr UtcTime made_at{std::chrono::seconds{1'704'196'800}};

class ChainMaker {
 public:
  std::shared_ptr<seal::Sealer> sealer(store::Owner owner) {
    return std::make_shared<seal::Sealer>(store_key, random, owner);
  }
  /// Appends `text`, in a commit of its own.
  void append(store::Owner owner, const std::string& text, UtcTime now) {
    store::Workspace tx{owner, stored};
    Chain chain{sealer(owner), owner};
    tx.begin();
    if (!chain.load(tx).ok() || !chain.append(text, now, tx).ok()) std::abort();
    chain.keep_head(tx);
    stored.apply(tx.take_batch().batch);
  }

  SeededRandom random{5};
  std::shared_ptr<const seal::MasterKey> store_key =
      std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  MemoryStore stored;
};
}  // namespace audit
