// store/background_priority.h: flushes and merges step back behind what serves requests.
#pragma once
#include <rocksdb/listener.h>

namespace store {
/// As for the crypto pool: they get a core that is free, and about a tenth of one that is not.
inline constexpr int background_nice = 10;

/// Gives RocksDB's own threads their place, each when it begins its work.
class BackgroundPriority : public rocksdb::EventListener {
 public:
  void OnFlushBegin(rocksdb::DB* db, const rocksdb::FlushJobInfo& job) override;
  void OnCompactionBegin(rocksdb::DB* db, const rocksdb::CompactionJobInfo& job) override;
};
}  // namespace store
