// actors/audit/moment.h: a chain at one moment: a store and a list of files that go with each
// other, while links are added and move to files beside whoever reads.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "actors/audit/segment.h"
#include "actors/seal/master_key.h"
#include "store/view.h"

namespace audit {
/// What a reader of a whole chain goes by. Files that a manifest names do not change, so this is
/// the chain of that moment for as long as it lives.
struct Moment {
  std::shared_ptr<const store::View> view;  ///< does not change
  std::string folder;                       ///< of the chain's files
  Expected<Manifest, ArchiveFault> manifest;
};

/// The chain in a store that nobody writes to. `view` outlives the answer.
Moment at_rest(store::Owner owner, const store::View& view, const std::string& archive_dir);

/// All chains of a store that may be in use, and what opens them.
struct Chains {
  /// What is committed now, and stays so for as long as the answer lives.
  std::function<std::shared_ptr<const store::View>()> look;
  std::shared_ptr<const seal::WrappingKey> store_key;
  std::string archive_dir;
  uint16_t partitions = 0;
  int looks_max = 1;  ///< how often `look` is asked for one chain
};
/// For a store in use. With the pauses between them a second.
inline constexpr int looks_beside_archiver_max = 50;

/// The chain as it is now. Store and manifest are looked at again while they do not go with each
/// other, since the archiver was between the two; the last look stands, for its reader to say what
/// is wrong with it.
Moment moment_of(const Chains& chains, store::Owner owner);
}  // namespace audit
