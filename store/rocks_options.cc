// store/rocks_options.cc: the settings that differ from RocksDB's defaults.
#include "store/rocks_options.h"

#include <rocksdb/cache.h>
#include <rocksdb/convenience.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/rate_limiter.h>
#include <rocksdb/table.h>

#include <algorithm>
#include <memory>

#include "store/background_priority.h"

namespace store {
namespace {
constexpr double bloom_bits_per_key = 10;  // 1 % false positives: what "does not exist yet" costs
constexpr int background_jobs = 2;         // one flush, one compaction
constexpr int64_t limiter_period_us = 100'000;
constexpr int32_t limiter_fairness = 10;
constexpr size_t info_log_bytes_max = size_t{4} << 20;
constexpr size_t info_logs_kept = 4;

/// LZ4 where the library has it: a store written without it opens with it and the other way round.
rocksdb::CompressionType compression() {
  const auto linked = rocksdb::GetSupportedCompressions();
  const bool has_lz4 =
      std::find(linked.begin(), linked.end(), rocksdb::kLZ4Compression) != linked.end();
  return has_lz4 ? rocksdb::kLZ4Compression : rocksdb::kNoCompression;
}

rocksdb::BlockBasedTableOptions table_options(const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(bloom_bits_per_key));
  table.whole_key_filtering = true;
  // Filters and indexes live in the block cache, in parts: memory then does not grow with the
  // number of citizens, and opening a large store reads only the top of each.
  table.index_type = rocksdb::BlockBasedTableOptions::kTwoLevelIndexSearch;
  table.partition_filters = true;
  table.cache_index_and_filter_blocks = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  table.format_version = 5;
  return table;
}

/// Most of what is kept is sealed and grows at the end of its owner's range, but each flushed file
/// reaches over all owners, so that it can only be merged with the whole of the first level: many
/// flushed files at once, and a first level no larger than they are, make that cheap. Below, ranges
/// that only grow move down without being rewritten.
void set_levels(rocksdb::Options& options) {
  options.level0_file_num_compaction_trigger = 8;
  options.max_bytes_for_level_base = uint64_t{128} << 20;
  // Sealed bytes do not compress. LZ4 on the upper levels cost a quarter of each merge; the lower
  // ones keep it for what is open, which is repetitive and rarely rewritten.
  options.compression_per_level = {rocksdb::kNoCompression, rocksdb::kNoCompression,
                                   rocksdb::kNoCompression, compression()};
}

void set_bounds(rocksdb::Options& options, const OpenOptions& from) {
  options.db_write_buffer_size = from.memtable_bytes_max;
  // Most keys that a refill of numbers asks for are not there: a filter answers that without a
  // search of the memtable.
  options.memtable_whole_key_filtering = true;
  options.memtable_prefix_bloom_size_ratio = 0.02;
  // No memtable_insert_with_hint_prefix_extractor: RocksDB 7.8 keeps one hint a prefix for the
  // table of keys and that of range deletions, and an insert by the other's hint ends the process
  // or damages the list (tests/store: RangesAndKeysOfOneFrontTakeTurns).
  options.max_total_wal_size = from.wal_bytes_max;
  options.max_open_files = from.open_files_max;
  options.max_background_jobs = background_jobs;
  options.max_file_opening_threads = 2;
  // A merge of hundreds of megabytes takes a core for seconds: at the priority of those who serve
  // requests it halved what they could do meanwhile.
  options.listeners.push_back(std::make_shared<BackgroundPriority>());
  // Written files go to the disk as they grow: a write-back of a whole file at once would stand in
  // front of the journal's syncs.
  options.bytes_per_sync = uint64_t{1} << 20;
  // Without a bound a merge of half a gigabyte fills a disk of 110 MB/s for seconds, and each sync
  // of the journal waits behind it: 0.5 to 1 s where 1 ms is usual. Not tuned by RocksDB itself:
  // that goes down while little is written, and takes minutes to come up again for flushes that
  // many wait for.
  options.rate_limiter.reset(rocksdb::NewGenericRateLimiter(
      static_cast<int64_t>(from.background_bytes_per_second), limiter_period_us, limiter_fairness,
      rocksdb::RateLimiter::Mode::kWritesOnly, /*auto_tuned=*/false));
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.max_log_file_size = info_log_bytes_max;
  options.keep_log_file_num = info_logs_kept;
  options.stats_dump_period_sec = 0;
  options.stats_persist_period_sec = 0;
}

void set_safety(rocksdb::Options& options) {
  options.paranoid_checks = true;
  // A kill -9 or a power cut tears at most the last, never acknowledged record: both this mode and
  // kPointInTimeRecovery drop it. They differ when an earlier record is damaged: PointInTime would
  // silently throw away everything after it, acknowledged or not; this mode refuses to open.
  // kAbsoluteConsistency refuses the torn tail too and would need a repair after every kill.
  // What a refusal means is decided by wal_damage.h: a power cut can leave a wrong checksum at the
  // end, which is then dropped by PointInTime after all; damage in front of other writes stays
  // fatal.
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  // A closed log that is missing or shorter than it was when synced is noticed at opening.
  options.track_and_verify_wals_in_manifest = true;
}
}  // namespace

RocksSetup rocks_setup(const OpenOptions& from) {
  RocksSetup setup;
  setup.block_cache = rocksdb::NewLRUCache(from.block_cache_bytes);
  rocksdb::Options& options = setup.options;
  options.create_if_missing = true;
  set_levels(options);
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table_options(setup.block_cache)));
  set_bounds(options, from);
  set_safety(options);
  return setup;
}
}  // namespace store
