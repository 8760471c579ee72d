// actors/audit/whole_chain.h: one chain from its first record to its last, wherever they lie.
#pragma once
#include <memory>
#include <string>

#include "actors/audit/chain_source.h"
#include "actors/audit/segment_reader.h"

namespace audit {
/// Reads archive files and then the store, with a sealer of its own. For a store that nobody writes
/// to meanwhile.
class WholeChain final : public Source {
 public:
  /// `view` outlives it.
  WholeChain(store::Owner owner, const store::View& view,
             std::shared_ptr<const seal::WrappingKey> store_key, const std::string& archive_dir);
  ~WholeChain() override;

  /// Goes to the first record of `period`: files without one are passed over. To be called first.
  /// Errors: those of StoredLinks; corrupt when the manifest does not reach the stored part.
  store::Read<Done> open(const Period& period);
  store::Read<std::optional<Entry>> next() override;

 private:
  store::Read<bool> is_stored(const Head& link);
  store::Read<std::optional<Entry>> next_archived();

  store::Owner owner_;
  std::string folder_;
  Period period_;
  std::unique_ptr<::Random> random_;
  seal::Sealer sealer_;
  store::Committed keys_;
  StoredLinks stored_;
  std::deque<Segment> files_;  ///< still to be read, the open one in front
  std::unique_ptr<SegmentReader> file_;
};
}  // namespace audit
