// store/rocks_store.h: the durable store on RocksDB. Its headers stay out of here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "actors/base/expected.h"
#include "store/figures.h"
#include "store/journal.h"
#include "store/view.h"

namespace store {
/// What this program writes; a store with a higher number is refused. Raised when a key or a value
/// changes its form in a way that an older program would misread.
inline constexpr uint32_t store_format = 1;

struct OpenOptions {
  std::string dir;                               ///< idkernel.data-dir; made 0700 when absent
  uint16_t partitions = 16;                      ///< idkernel.partitions; fixed once stored
  bool dev = false;                              ///< --dev: marks a new store, opens marked ones
  size_t block_cache_bytes = size_t{16} << 20;   ///< idkernel.store.block-cache-bytes
  size_t memtable_bytes_max = size_t{32} << 20;  ///< idkernel.store.memtable-bytes
  uint64_t wal_bytes_max = uint64_t{64} << 20;   ///< idkernel.store.wal-bytes
  int open_files_max = 512;                      ///< idkernel.store.open-files
  /// Of flushes and merges together: idkernel.store.background-bytes-per-second
  uint64_t background_bytes_per_second = uint64_t{64} << 20;
};

/// Why a store did not open: one sentence for the operator that says what to do.
struct OpenError {
  std::string text;
};

/// One RocksDB below `dir`/store, locked against every other process by `dir`/lock.
/// View: any thread. Journal: one thread. Keys are laid out as key_layout.md says.
class RocksStore final : public View, public Journal {
 public:
  static Expected<std::unique_ptr<RocksStore>, OpenError> open(const OpenOptions& options);
  /// Empties the log into tables, so that the next start need not replay it.
  ~RocksStore() override;
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;

  Read<std::optional<std::string>> get(Owner owner, std::string_view key) const override;
  Read<size_t> scan(Owner owner, std::string_view prefix, std::string_view from,
                    const std::function<bool(std::string_view key, std::string_view value)>& visit)
      const override;

  /// What is committed now, and stays so for as long as the answer lives, which is not longer than
  /// this object. Meanwhile the disk keeps what is overwritten or erased. Any thread; its scans
  /// leave the block cache to others.
  std::shared_ptr<const View> snapshot() const;

  /// One RocksDB write with one sync. On failure the process ends, see store/journal.h.
  void write(std::span<const Batch> batches) override;

  const CommitFigures& commits() const;
  /// Asks RocksDB and walks the directory: milliseconds, meant for a scrape.
  StoreFigures figures() const;

 private:
  struct Impl;
  explicit RocksStore(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};
}  // namespace store
