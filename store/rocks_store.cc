// store/rocks_store.cc: reads, the one write, and opening.
#include "store/rocks_store.h"

#include <rocksdb/db.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/write_batch.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "actors/base/log.h"
#include "store/directory.h"
#include "store/marks.h"
#include "store/rocks_merge.h"
#include "store/rocks_open.h"
#include "store/rocks_options.h"

namespace store {
namespace {
constexpr size_t prefix_bytes = 3;

std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

Errc errc_of(const rocksdb::Status& status) {
  return status.IsCorruption() ? Errc::corrupt : Errc::io;
}

/// The first key after all that start with `prefix`; `prefix` does not consist of 0xff alone, since
/// its third byte is a service.
std::string successor(std::string prefix) {
  while (static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  prefix.back() = static_cast<char>(prefix.back() + 1);
  return prefix;
}

using Value = std::optional<std::string>;

Read<Value> read(rocksdb::DB& db, const rocksdb::ReadOptions& reading, Owner owner,
                 std::string_view key) {
  std::string full = key_prefix(owner);
  full.append(key);
  std::string value;
  const auto status = db.Get(reading, full, &value);
  if (status.ok()) return Value{std::move(value)};
  if (status.IsNotFound()) return Value{};
  logging::error("storage read failed: " + status.ToString());
  return errc_of(status);
}

using Visit = std::function<bool(std::string_view key, std::string_view value)>;

Read<size_t> scan_from(rocksdb::DB& db, rocksdb::ReadOptions reading, Owner owner,
                       std::string_view prefix, std::string_view from, const Visit& visit) {
  std::string start = key_prefix(owner);
  start.append(prefix);
  const std::string end = successor(start);
  if (from > prefix) start.replace(prefix_bytes, std::string::npos, from);
  const rocksdb::Slice upper = end;
  reading.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> at{db.NewIterator(reading)};
  size_t visited = 0;
  for (at->Seek(start); at->Valid(); at->Next()) {
    ++visited;
    if (!visit(view(at->key()).substr(prefix_bytes), view(at->value()))) break;
  }
  if (at->status().ok()) return visited;
  logging::error("storage scan failed: " + at->status().ToString());
  return errc_of(at->status());
}

/// A moment of the database, which outlives it.
class Snapshot final : public View {
 public:
  explicit Snapshot(rocksdb::DB& db) : db_(db), moment_(&db) {
    reading_.snapshot = moment_.snapshot();
  }

  Read<Value> get(Owner owner, std::string_view key) const override {
    return read(db_, reading_, owner, key);
  }
  Read<size_t> scan(Owner owner, std::string_view prefix, std::string_view from,
                    const Visit& visit) const override {
    rocksdb::ReadOptions reading = reading_;
    reading.fill_cache = false;
    return scan_from(db_, reading, owner, prefix, from, visit);
  }

 private:
  rocksdb::DB& db_;
  rocksdb::ManagedSnapshot moment_;
  rocksdb::ReadOptions reading_;
};

[[noreturn]] void stop_process(const std::string& why) {
  const std::string line = "storage write failed, stopping: " + why;
  logging::error(line);
  std::fprintf(stderr, "%s\n", line.c_str());
  // No destructors: another thread may hold an answer that says "durable" for what is not.
  std::_Exit(exit_code_write_failed);
}
}  // namespace

struct RocksStore::Impl {
  std::string path;
  DirectoryLock lock;
  std::shared_ptr<rocksdb::Cache> block_cache;
  std::unique_ptr<rocksdb::DB> db{};
  Merge merge{};
  CommitFigures commits{};
};

RocksStore::RocksStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
RocksStore::~RocksStore() {
  // Durable either way; but a start replays the log, a second of CPU when it is full.
  if (!impl_ || !impl_->db) return;
  const auto status = impl_->db->Flush({});
  if (!status.ok()) logging::warning("no flush at the end of the store: " + status.ToString());
}

Expected<std::unique_ptr<RocksStore>, OpenError> RocksStore::open(const OpenOptions& options) {
  auto lock = DirectoryLock::take(options.dir);
  if (!lock.ok()) return OpenError{lock.error()};
  RocksSetup setup = rocks_setup(options);
  auto impl = std::unique_ptr<Impl>(
      new Impl{options.dir + "/store", std::move(lock).value(), setup.block_cache});
  if (auto fault = open_database(setup.options, impl->path, impl->db); !fault.empty()) {
    return OpenError{std::move(fault)};
  }
  const bool is_new = holds_nothing(*impl->db);
  std::unique_ptr<RocksStore> store{new RocksStore(std::move(impl))};
  if (auto fault = claim(*store, is_new, options); !fault.empty())
    return OpenError{std::move(fault)};
  return store;
}

Read<std::optional<std::string>> RocksStore::get(Owner owner, std::string_view key) const {
  return read(*impl_->db, {}, owner, key);
}

Read<size_t> RocksStore::scan(
    Owner owner, std::string_view prefix, std::string_view from,
    const std::function<bool(std::string_view key, std::string_view value)>& visit) const {
  return scan_from(*impl_->db, {}, owner, prefix, from, visit);
}

std::shared_ptr<const View> RocksStore::snapshot() const {
  return std::make_shared<const Snapshot>(*impl_->db);
}

void RocksStore::write(std::span<const Batch> batches) {
  Impl& impl = *impl_;
  rocksdb::WriteBatch* merged = impl.merge.of(batches);
  if (merged == nullptr) stop_process("a batch is malformed");
  uint64_t records = 0, bytes = 0;
  for (const Batch& batch : batches) {
    records += batch.count();
    bytes += batch.bytes();
  }
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const auto begin = std::chrono::steady_clock::now();
  const auto status = impl.db->Write(synced, merged);
  const std::chrono::nanoseconds took = std::chrono::steady_clock::now() - begin;
  if (!status.ok()) stop_process(status.ToString());
  impl.commits.commit_ns.add(static_cast<uint64_t>(took.count()));
  impl.commits.synced_writes.fetch_add(1, std::memory_order_relaxed);
  impl.commits.commits.fetch_add(batches.size(), std::memory_order_relaxed);
  impl.commits.records.fetch_add(records, std::memory_order_relaxed);
  impl.commits.bytes.fetch_add(bytes, std::memory_order_relaxed);
}

const CommitFigures& RocksStore::commits() const { return impl_->commits; }

StoreFigures RocksStore::figures() const {
  const auto ask = [this](const std::string& property) {
    uint64_t number = 0;
    return impl_->db->GetIntProperty(property, &number) ? number : 0;
  };
  using Properties = rocksdb::DB::Properties;
  StoreFigures figures;
  figures.memtable_bytes = ask(Properties::kSizeAllMemTables);
  figures.table_reader_bytes = ask(Properties::kEstimateTableReadersMem);
  figures.pending_compaction_bytes = ask(Properties::kEstimatePendingCompactionBytes);
  figures.background_errors = ask(Properties::kBackgroundErrors);
  figures.block_cache_bytes = impl_->block_cache->GetUsage();
  std::error_code gone;  // RocksDB deletes files while we look
  for (std::filesystem::directory_iterator at{impl_->path, gone}, end; !gone && at != end;
       at.increment(gone)) {
    std::error_code fault;
    const auto size = at->file_size(fault);
    if (!fault) figures.disk_bytes += size;
  }
  return figures;
}
}  // namespace store
