// actors/audit/trail.h: our own audit: the record of a change, in the same commit as the change
// (DECISIONS 21, 34).
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "actors/audit/operations.h"
#include "actors/base/clock.h"
#include "actors/base/origin.h"
#include "actors/seal/sealer.h"
#include "store/owner.h"
#include "store/transaction.h"

namespace audit {
/// What was done, for whom and to what.
struct Event {
  Operation operation;
  const Origin& by;
  std::string_view id;            ///< of what was changed or read; may be empty
  std::string_view outcome = {};  ///< beyond success: a new status, why a guess failed
};

struct TrailRules {
  OperationSet off;       ///< idkernel.audit.operations-off: not recorded
  std::string host_name;  ///< of this machine
};

/// The trail of one (service, partition): a handle, copies share one chain. The actor of that owner
/// uses it. A trail made of nothing is off: nothing is recorded and nothing appended.
class Trail {
 public:
  Trail() = default;
  /// `sealer` is the owner's one.
  Trail(std::shared_ptr<seal::Sealer> sealer, store::Owner owner, TrailRules rules);

  /// Throws when the chain cannot be read: for whoever changes something beside `tx` that an undone
  /// request would leave behind, in front of it.
  void prepare(store::Transaction& tx) const;

  /// Appends the record of `event` in `tx`, unless its operation is off. Throws when the chain
  /// cannot grow: the request is then undone, since no change goes unrecorded.
  void record(const Event& event, UtcTime now, store::Transaction& tx) const;

  /// Appends a record that somebody else reports, as the text that is kept. Throws likewise; and
  /// when the trail is off, since what is appended is to be kept.
  void append(std::string_view text, UtcTime now, store::Transaction& tx) const;

  /// Whether the chain could not be read when it was last to grow. Any thread.
  bool is_broken() const;

  // For the partition host.
  /// Forgets the records up to `last`, which lie in the archive (Chain::trim). False when it
  /// cannot; nothing is then written.
  bool trim(uint64_t last, store::Transaction& tx) const;
  /// A request begins.
  void begin() const;
  /// The present request's writes are undone, and so is what it appended.
  void undo() const;
  /// The open batch is dropped: the chain is read anew before it grows again.
  void forget() const;
  /// Whether the open batch has records.
  bool has_grown() const;
  /// The end of the chain, written once a batch. Throws when it cannot be sealed.
  void keep_head(store::Transaction& tx) const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace audit
