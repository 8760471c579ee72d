// store/rocks_merge.cc: sorting writes into one RocksDB batch.
#include "store/rocks_merge.h"

#include <algorithm>

namespace store {
static rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

rocksdb::WriteBatch* Merge::of(std::span<const Batch> batches) {
  merged_.Clear();
  writes_.clear();
  ranges_.clear();
  for (const Batch& batch : batches) {
    if (!gather(batch)) return nullptr;
  }
  for (const Range& range : ranges_)
    if (!append(range)) return nullptr;
  std::ranges::stable_sort(writes_, before);
  for (size_t i = 0; i < writes_.size(); ++i) {
    const bool is_last = i + 1 == writes_.size() || !same_key(writes_[i], writes_[i + 1]);
    if (is_last && !append(writes_[i])) return nullptr;
  }
  return &merged_;
}

bool Merge::gather(const Batch& batch) {
  const auto front_of = [](Owner owner) {
    const std::string prefix = key_prefix(owner);
    return std::array{prefix[0], prefix[1], prefix[2]};
  };
  const auto own = front_of(batch.owner());
  return batch.replay(
      [&](Owner owner, std::string_view key, std::string_view value) {
        writes_.push_back({owner == batch.owner() ? own : front_of(owner), true, key, value});
      },
      [&](std::string_view key) { writes_.push_back({own, false, key, {}}); },
      [&](std::string_view first, std::string_view end) { gather(Range{own, first, end}); });
}

// What was put before the range would otherwise come back: it is written after it.
void Merge::gather(const Range& range) {
  std::erase_if(writes_, [&](const Write& write) {
    return write.owner == range.owner && write.key >= range.first && write.key < range.end;
  });
  ranges_.push_back(range);
}

bool Merge::append(const Range& range) {
  const rocksdb::Slice owner{range.owner.data(), range.owner.size()};
  const std::array first{owner, slice(range.first)};
  const std::array end{owner, slice(range.end)};
  return merged_.DeleteRange(rocksdb::SliceParts{first.data(), 2}, {end.data(), 2}).ok();
}

bool Merge::append(const Write& write) {
  const std::array key{rocksdb::Slice{write.owner.data(), write.owner.size()}, slice(write.key)};
  const rocksdb::SliceParts parts{key.data(), static_cast<int>(key.size())};
  if (!write.is_put) return merged_.Delete(parts).ok();
  const rocksdb::Slice value = slice(write.value);
  return merged_.Put(parts, {&value, 1}).ok();
}

bool Merge::before(const Write& a, const Write& b) {
  // As RocksDB compares: bytes without a sign.
  const int owners = std::string_view{a.owner.data(), 3}.compare({b.owner.data(), 3});
  return owners != 0 ? owners < 0 : a.key < b.key;
}

bool Merge::same_key(const Write& a, const Write& b) {
  return a.owner == b.owner && a.key == b.key;
}
}  // namespace store
