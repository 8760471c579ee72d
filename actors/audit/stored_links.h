// actors/audit/stored_links.h: the part of a chain that lies in the store, read beside the actor
// that lets it grow.
#pragma once
#include <deque>

#include "actors/audit/audit_ends.h"
#include "actors/audit/entry.h"
#include "store/committed.h"
#include "store/view.h"

namespace audit {
/// Reads links in pieces, so a long read holds nothing in the store. Links that move to the archive
/// meanwhile are passed over; those that come later are not seen. Whether hashes fit is not looked
/// at (audit_verify.h does).
class StoredLinks final : public Source {
 public:
  /// `sealer` is of `owner` and this reader's alone.
  StoredLinks(store::Owner owner, const store::View& view, seal::Sealer& sealer)
      : owner_(owner), view_(view), sealer_(sealer), keys_(view, owner) {}

  /// Looks where the chain lies. To be called first. Errors: those of read_ends.
  store::Read<Ends> open();

  /// Goes on with the first link logged at or after `from`; only forward. Times never run backwards
  /// in a chain, so this reads a few links. Errors: those of the store; corrupt.
  store::Read<Done> seek(UtcTime from);
  /// Goes on with `sequence`; only forward.
  void seek(uint64_t sequence) { next_ = std::max(next_, sequence); }
  /// Ends in front of the first link logged at or after `to`.
  void end_at(UtcTime to) { to_ = to; }

  store::Read<std::optional<Entry>> next() override;

 private:
  store::Read<bool> is_before(uint64_t sequence, UtcTime from) const;
  store::Read<Done> fill();

  store::Owner owner_;
  const store::View& view_;
  seal::Sealer& sealer_;
  store::Committed keys_;
  uint64_t next_ = 1;
  uint64_t last_ = 0;
  UtcTime to_ = UtcTime::max();
  size_t piece_ = 8;  ///< links that are read at once: more the longer the reading
  std::deque<Link> read_;
};
}  // namespace audit
