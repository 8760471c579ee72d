// actors/audit/archiver.h: old links move from the store to archive files.
#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "actors/audit/audit_ends.h"
#include "actors/audit/segment.h"
#include "actors/base/random.h"
#include "actors/seal/master_key.h"
#include "store/view.h"

namespace audit {
struct ArchiveRules {
  bool is_on = true;              ///< idkernel.audit.archive
  std::chrono::days retention{};  ///< idkernel.audit.retention-days
  std::string dir;                ///< idkernel.audit.archive-dir
  uint64_t records_max = 0;       ///< of one file: idkernel.audit.archive-records-max
  uint64_t bytes_max = 0;         ///< of its lines: idkernel.audit.archive-bytes-max
  std::chrono::seconds every{};   ///< idkernel.audit.archive-every-seconds
};

/// Links logged before this move: whole days, so that a chain makes one file a day or full ones.
/// Without a retention all that is there.
UtcTime due_before(const ArchiveRules& rules, UtcTime now);

/// What archivers count, for metrics.
struct ArchiveFigures {
  std::atomic<uint64_t> records{0};
  std::atomic<uint64_t> files{0};
  std::atomic<uint64_t> faults{0};
};

/// Has the owner's actor forget the links up to `last`, and remember that one as the tail. True
/// when that is durable.
using Trim = std::function<bool(store::Owner owner, uint64_t last)>;

/// Moves links of one chain after the other, on the thread that calls it, which waits for disks and
/// actors. What a crash leaves is taken up again: README.md says how.
class Archiver {
 public:
  /// `view`, `random` and `figures` outlive it.
  Archiver(ArchiveRules rules, const store::View& view,
           std::shared_ptr<const seal::WrappingKey> store_key, ::Random& random, Trim trim,
           ArchiveFigures& figures)
      : rules_(std::move(rules)),
        view_(view),
        store_key_(std::move(store_key)),
        random_(random),
        trim_(std::move(trim)),
        figures_(figures) {}

  /// Moves what is due of this chain, until `stop`. Answers what went wrong (logged by the caller);
  /// the links then stay in the store.
  std::string move(store::Owner owner, UtcTime now, const std::atomic<bool>& stop);

 private:
  class OneChain;

  ArchiveRules rules_;
  const store::View& view_;
  std::shared_ptr<const seal::WrappingKey> store_key_;
  ::Random& random_;
  Trim trim_;
  ArchiveFigures& figures_;
  /// Chains whose files and store were found to fit together by this object.
  std::vector<store::Owner> taken_up_{};
};
}  // namespace audit
