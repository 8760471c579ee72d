// store/figures.h: what the store counts, for metrics.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace store {
/// Durations in buckets that double: bucket i counts those below `bound_ns(i)`, the last all
/// others. Safe from any thread; a reader may see a count before its sum.
class DurationHistogram {
 public:
  static constexpr size_t buckets = 18;
  static constexpr uint64_t first_bound_ns = 32'000;  ///< below the fastest device's sync

  static constexpr uint64_t bound_ns(size_t bucket) { return first_bound_ns << bucket; }

  void add(uint64_t ns) {
    size_t bucket = 0;
    while (bucket + 1 < buckets && ns >= bound_ns(bucket)) ++bucket;
    counts_[bucket].fetch_add(1, std::memory_order_relaxed);
    sum_ns_.fetch_add(ns, std::memory_order_relaxed);
  }
  uint64_t count(size_t bucket) const { return counts_[bucket].load(std::memory_order_relaxed); }
  uint64_t sum_ns() const { return sum_ns_.load(std::memory_order_relaxed); }

 private:
  std::array<std::atomic<uint64_t>, buckets> counts_{};
  std::atomic<uint64_t> sum_ns_{0};
};

/// What the store does, counted as it happens.
struct CommitFigures {
  std::atomic<uint64_t> synced_writes{0};  ///< calls of Journal::write, each one fdatasync
  std::atomic<uint64_t> commits{0};        ///< batches made durable by them
  std::atomic<uint64_t> records{0};        ///< puts and erases in those
  std::atomic<uint64_t> bytes{0};          ///< of the batches' encoding
  DurationHistogram commit_ns;             ///< of one synced write
};

/// What the store holds, asked when metrics are read.
struct StoreFigures {
  uint64_t disk_bytes = 0;
  uint64_t memtable_bytes = 0;
  uint64_t block_cache_bytes = 0;
  uint64_t table_reader_bytes = 0;
  uint64_t pending_compaction_bytes = 0;
  uint64_t background_errors = 0;
};
}  // namespace store
