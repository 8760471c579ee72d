// actors/audit/audit_merge.h: many chains read as one, by time.
#pragma once
#include <memory>
#include <vector>

#include "actors/audit/audit_place.h"
#include "actors/audit/entry.h"

namespace audit {
/// A record and whose it is.
struct Owned {
  store::Owner owner;
  Entry entry;
};

/// Holds one record of each chain: memory goes with the chains, not with their length.
class Merge {
 public:
  /// From now on a chain that cannot be read any further ends there, and is one of unreadable().
  void pass_over_unreadable() { passes_over_ = true; }
  const std::vector<store::Owner>& unreadable() const { return unreadable_; }

  /// Reads the first record of `chain`. Errors: those of Source::next.
  store::Read<Done> add(store::Owner owner, std::unique_ptr<Source> chain);
  /// The earliest of all that are left. Errors as above.
  store::Read<std::optional<Owned>> next();
  bool is_at_end() const { return waiting_.empty(); }
  /// Whose chain was read last: the one that failed.
  store::Owner last_read() const { return last_read_; }

 private:
  struct Chain {
    store::Owner owner;
    std::unique_ptr<Source> source;
    Entry first{};
    bool operator<(const Chain& other) const;
  };
  store::Read<Done> put(Chain chain);

  bool passes_over_ = false;
  std::vector<store::Owner> unreadable_{};
  store::Owner last_read_;
  std::vector<Chain> waiting_;  ///< a heap, the earliest in front
};
}  // namespace audit
