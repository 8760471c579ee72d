// actors/audit/chain_source.h: one chain with what opens it.
#pragma once
#include <memory>

#include "actors/audit/stored_links.h"
#include "actors/seal/sealer.h"

namespace audit {
/// For sealers that only open: it ends the process when it is asked.
std::unique_ptr<::Random> no_random();

/// Reads its links in the store with a sealer of its own.
class StoredChain final : public Source {
 public:
  /// `view` outlives it.
  StoredChain(store::Owner owner, const store::View& view,
              std::shared_ptr<const seal::WrappingKey> store_key);
  ~StoredChain() override;

  StoredLinks& links() { return links_; }
  store::Read<std::optional<Entry>> next() override { return links_.next(); }

 private:
  std::unique_ptr<::Random> random_;
  seal::Sealer sealer_;
  StoredLinks links_;
};
}  // namespace audit
