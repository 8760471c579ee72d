// store/workspace.cc: overlay, undo and merge of the open transaction.
#include "store/workspace.h"

#include <algorithm>
#include <cassert>

namespace store {
namespace {
constexpr size_t spare_nodes_max = 1024;
constexpr size_t spare_value_bytes_max = 4096;  // a larger value's memory is given back
}  // namespace

void Workspace::begin() {
  undo_size_ = 0;
  request_mark_ = batch_.mark();
  request_touched_ = touched_.back().size();
  request_ranges_ = ranges_.size();
  waits_for_ = 0;
}

void Workspace::discard() {
  while (undo_size_ > 0) {
    Undo& undo = undo_[--undo_size_];
    if (undo.existed) {
      std::swap(undo.node->second, undo.before);
    } else {
      forget(overlay_.find(undo.node->first));
    }
  }
  touched_.back().resize(request_touched_);
  ranges_.resize(request_ranges_);
  batch_.rewind(request_mark_);
  waits_for_ = 0;
}

Workspace::Taken Workspace::take_batch() {
  Taken taken{Batch{batch_.owner()}, open_epoch_};
  std::swap(taken.batch, batch_);
  ++open_epoch_;
  if (spare_lists_.empty()) {
    touched_.emplace_back();
  } else {
    touched_.push_back(std::move(spare_lists_.back()));
    spare_lists_.pop_back();
  }
  begin();
  return taken;
}

void Workspace::drop_batch() {
  assert(touched_.size() == 1);
  for (const auto* node : touched_.back()) forget(overlay_.find(node->first));
  touched_.back().clear();
  ranges_.clear();
  batch_ = Batch{batch_.owner()};
  begin();
}

void Workspace::durable(Epoch epoch) {
  // touched_.front() belongs to the oldest epoch that is not durable; the open one is never taken.
  Epoch oldest = open_epoch_ - (touched_.size() - 1);
  for (; oldest <= epoch && touched_.size() > 1; ++oldest) {
    Touched list = std::move(touched_.front());
    touched_.pop_front();
    for (const auto* node : list) {
      // A later epoch wrote the key again: that one forgets it.
      if (node->second.epoch == oldest) forget(overlay_.find(node->first));
    }
    list.clear();
    spare_lists_.push_back(std::move(list));
  }
  std::erase_if(ranges_, [epoch](const Range& range) { return range.epoch <= epoch; });
}

Read<std::optional<std::string>> Workspace::get(std::string_view key) {
  if (!overlay_.empty()) {
    if (const auto found = overlay_.find(key); found != overlay_.end()) {
      const Entry& entry = found->second;
      note_read(entry.epoch);
      if (entry.erased) return std::optional<std::string>{};
      return std::optional<std::string>{entry.value};
    }
  }
  if (const Range* const range = erased_range_of(key)) {
    note_read(range->epoch);
    return std::optional<std::string>{};
  }
  return view_->get(batch_.owner(), key);
}

void Workspace::wait_for(std::string_view key) {
  if (const Range* const range = erased_range_of(key)) note_read(range->epoch);
  if (overlay_.empty()) return;
  if (const auto found = overlay_.find(key); found != overlay_.end())
    note_read(found->second.epoch);
}

bool Workspace::is_uncommitted(std::string_view key) const {
  return overlay_.find(key) != overlay_.end() || erased_range_of(key) != nullptr;
}

/// The newest one that holds `key`.
const Workspace::Range* Workspace::erased_range_of(std::string_view key) const {
  for (auto range = ranges_.rbegin(); range != ranges_.rend(); ++range)
    if (key >= range->first && key < range->end) return &*range;
  return nullptr;
}

void Workspace::put(std::string_view key, std::string_view value) {
  Entry& entry = entry_to_write(key).second;
  entry.value.assign(value);
  entry.erased = false;
  batch_.put(key, value);
}

void Workspace::erase(std::string_view key) {
  Entry& entry = entry_to_write(key).second;
  entry.value.clear();
  entry.erased = true;
  batch_.erase(key);
}

void Workspace::erase_range(std::string_view first, std::string_view end) {
  std::vector<std::string> ours;
  for (const auto& [key, entry] : overlay_)
    if (key >= first && key < end && !entry.erased) ours.push_back(key);
  for (const std::string& key : ours) {
    Entry& entry = entry_to_write(key).second;
    entry.value.clear();
    entry.erased = true;
  }
  ranges_.push_back({std::string{first}, std::string{end}, open_epoch_});
  batch_.erase_range(first, end);
  note_read(open_epoch_);
}

void Workspace::put_beside(Service service, std::string_view key, std::string_view value) {
  if (service == batch_.owner().service) return put(key, value);
  batch_.put_beside(service, key, value);
  note_read(open_epoch_);
}

/// The key's entry, marked as written in the open epoch, with what it was noted for discard().
Workspace::Overlay::value_type& Workspace::entry_to_write(std::string_view key) {
  auto at = overlay_.find(key);
  const bool existed = at != overlay_.end();
  if (!existed) at = insert(key);
  Overlay::value_type& node = *at;
  if (undo_size_ == undo_.size()) undo_.emplace_back();
  Undo& undo = undo_[undo_size_++];
  undo.node = &node;
  undo.existed = existed;
  if (existed) undo.before = node.second;
  if (node.second.epoch != open_epoch_) touched_.back().push_back(&node);
  node.second.epoch = open_epoch_;
  note_read(open_epoch_);
  return node;
}

Workspace::Overlay::iterator Workspace::insert(std::string_view key) {
  if (spare_.empty()) return overlay_.try_emplace(std::string{key}).first;
  Overlay::node_type node = std::move(spare_.back());
  spare_.pop_back();
  node.key().assign(key);
  node.mapped().epoch = 0;
  return overlay_.insert(std::move(node)).position;
}

void Workspace::forget(Overlay::iterator at) {
  assert(at != overlay_.end());
  const bool keep_memory =
      spare_.size() < spare_nodes_max && at->second.value.capacity() <= spare_value_bytes_max;
  if (keep_memory) {
    spare_.push_back(overlay_.extract(at));
  } else {
    overlay_.erase(at);
  }
}

/// The overlay's entries under `prefix` from `from` on, in byte order.
std::vector<const Workspace::Overlay::value_type*> Workspace::overlaid(std::string_view prefix,
                                                                       std::string_view from) {
  std::vector<const Overlay::value_type*> found;
  for (const auto& node : overlay_) {
    if (node.first.starts_with(prefix) && node.first >= from) found.push_back(&node);
  }
  std::sort(found.begin(), found.end(),
            [](const auto* a, const auto* b) { return a->first < b->first; });
  return found;
}

Read<size_t> Workspace::scan(
    std::string_view prefix, std::string_view from,
    const std::function<bool(std::string_view key, std::string_view value)>& visit) {
  const auto ours = overlaid(prefix, from);
  auto next = ours.begin();
  size_t visited = 0;
  bool more = true;
  const auto visit_ours = [&] {
    const auto& [key, entry] = **next++;
    note_read(entry.epoch);
    if (entry.erased) return;
    ++visited;
    more = visit(key, entry.value);
  };
  const auto committed =
      view_->scan(batch_.owner(), prefix, from, [&](std::string_view key, std::string_view value) {
        while (more && next != ours.end() && (*next)->first < key) visit_ours();
        if (!more) return false;
        if (next != ours.end() && (*next)->first == key) {
          visit_ours();
        } else if (const Range* const range = erased_range_of(key)) {
          note_read(range->epoch);
        } else {
          ++visited;
          more = visit(key, value);
        }
        return more;
      });
  if (!committed.ok()) return committed.error();
  while (more && next != ours.end()) visit_ours();
  return visited;
}
}  // namespace store
