// actors/audit/whole_chain.h: one chain from its first record to its last, wherever they lie.
#pragma once
#include <memory>
#include <string>

#include "actors/audit/chain_source.h"
#include "actors/audit/moment.h"
#include "actors/audit/segment_reader.h"

namespace audit {
/// Reads archive files and then the store, as they were at one moment, with a sealer of its own.
class WholeChain final : public Source {
 public:
  WholeChain(store::Owner owner, Moment moment, std::shared_ptr<const seal::WrappingKey> store_key);
  ~WholeChain() override;

  /// Goes to the first record of `period`: files without one are passed over. To be called first.
  /// Errors: those of StoredLinks; corrupt when the manifest does not reach the stored part.
  store::Read<Done> open(const Period& period);
  store::Read<std::optional<Entry>> next() override;

 private:
  store::Read<std::optional<Entry>> next_archived();

  Moment moment_;
  Period period_;
  std::unique_ptr<::Random> random_;
  seal::Sealer sealer_;
  store::Committed keys_;
  StoredLinks stored_;
  std::deque<Segment> files_;  ///< still to be read, the open one in front
  std::unique_ptr<SegmentReader> file_;
};
}  // namespace audit
