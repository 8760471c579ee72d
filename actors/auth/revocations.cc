// actors/auth/revocations.cc: the two levels of a snapshot and their publication.
#include "actors/auth/revocations.h"

#include <algorithm>
#include <bit>

namespace auth {
namespace {
bool by_id(const Revocation& a, const Revocation& b) { return a.id < b.id; }
}  // namespace

RevocationTable::RevocationTable(std::span<const Revocation> entries) {
  if (entries.empty()) return;
  slots_.resize(std::bit_ceil(entries.size() * 2));
  for (const auto& entry : entries) {
    Revocation& slot = slots_[slot_of(entry.id)];
    if (slot.id == Id128{}) ++size_;
    slot = {entry.id, std::max(slot.expires, entry.expires)};
  }
}

size_t RevocationTable::slot_of(const Id128& id) const {
  const size_t mask = slots_.size() - 1;
  // The ids are random numbers already; the mix spreads those of other makers.
  size_t at = ((id.high ^ id.low) * 0x9e3779b97f4a7c15ULL >> 16) & mask;
  while (slots_[at].id != Id128{} && slots_[at].id != id) at = (at + 1) & mask;
  return at;
}

bool RevocationTable::holds(const Id128& id) const {
  return !slots_.empty() && id != Id128{} && slots_[slot_of(id)].id == id;
}

bool RevocationSnapshot::holds(const Id128& id) const {
  const auto at = std::lower_bound(recent_.begin(), recent_.end(), Revocation{id, 0}, by_id);
  if (at != recent_.end() && at->id == id) return true;
  return base_ && base_->holds(id);
}

RevocationSnapshot RevocationSnapshot::with(std::span<const Revocation> added, int64_t now) const {
  RevocationSnapshot next{*this};
  ++next.version_;
  if (added.size() > recent_max) {  // the load at start
    next.recent_.insert(next.recent_.end(), added.begin(), added.end());
    next.merge(now);
    return next;
  }
  for (const auto& entry : added) {
    const auto at = std::lower_bound(next.recent_.begin(), next.recent_.end(), entry, by_id);
    if (at != next.recent_.end() && at->id == entry.id) {
      at->expires = std::max(at->expires, entry.expires);
    } else {
      next.recent_.insert(at, entry);
    }
    if (next.recent_.size() > recent_max) next.merge(now);
  }
  return next;
}

void RevocationSnapshot::merge(int64_t now) {
  std::vector<Revocation> alive;
  const auto keep = [&](const Revocation& entry) {
    // The nil id marks a free slot; id_of never answers it.
    if (now < entry.expires && entry.id != Id128{}) alive.push_back(entry);
  };
  if (base_) base_->for_each(keep);
  std::for_each(recent_.begin(), recent_.end(), keep);
  base_ = std::make_shared<const RevocationTable>(alive);
  recent_.clear();
}

void RevocationBoard::publish(std::span<const Revocation> added, int64_t now) {
  const std::lock_guard lock(mutex_);
  snapshot_ = std::make_shared<const RevocationSnapshot>(snapshot_->with(added, now));
  version_.store(snapshot_->version(), std::memory_order_release);
}

std::shared_ptr<const RevocationSnapshot> RevocationBoard::snapshot() const {
  const std::lock_guard lock(mutex_);
  return snapshot_;
}
}  // namespace auth
