// actors/auth/revocations.h: the ended tokens and sessions, as every reactor sees them.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "actors/auth/token_rules.h"

namespace auth {
/// A token (by jti) or a whole session (by session_state) that is no longer good, and from when on
/// nobody has to remember: no token of it is alive then.
struct Revocation {
  Id128 id;
  int64_t expires = 0;  ///< seconds since 1970
};

/// An open-addressing set of revocations, at most half full. Never changed once it is shared.
class RevocationTable {
 public:
  RevocationTable() = default;
  explicit RevocationTable(std::span<const Revocation> entries);
  bool holds(const Id128& id) const;
  size_t size() const { return size_; }
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (const auto& slot : slots_) {
      if (slot.id != Id128{}) visit(slot);
    }
  }

 private:
  size_t slot_of(const Id128& id) const;

  std::vector<Revocation> slots_;
  size_t size_ = 0;
};

/// What is revoked, at one moment. Immutable, so any thread may keep and read it.
class RevocationSnapshot {
 public:
  /// Above this many recent entries they move into a new base: a revocation copies at most these.
  static constexpr size_t recent_max = 1024;

  bool holds(const Id128& id) const;
  size_t size() const { return recent_.size() + (base_ ? base_->size() : 0); }
  uint64_t version() const { return version_; }
  /// This one and `added`, without what has expired at `now` when the base is made anew.
  RevocationSnapshot with(std::span<const Revocation> added, int64_t now) const;

 private:
  void merge(int64_t now);

  std::shared_ptr<const RevocationTable> base_;
  std::vector<Revocation> recent_;  ///< sorted by id
  uint64_t version_ = 0;
};

/// Where revocations are published. Publish after they are durable and before the reply that ends
/// the session leaves (design.md section 1). Safe from any thread.
class RevocationBoard {
 public:
  RevocationBoard() : snapshot_(std::make_shared<const RevocationSnapshot>()) {}

  void publish(std::span<const Revocation> added, int64_t now);

  /// Changes with every publish. A reader that holds the snapshot of this version needs no other.
  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  std::shared_ptr<const RevocationSnapshot> snapshot() const;

 private:
  // A mutex and not an atomic shared_ptr: readers come here only when the version has changed.
  mutable std::mutex mutex_;
  std::shared_ptr<const RevocationSnapshot> snapshot_;
  std::atomic<uint64_t> version_{0};
};
}  // namespace auth
