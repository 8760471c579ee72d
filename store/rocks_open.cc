// store/rocks_open.cc: opening the database, and what its damage means.
#include "store/rocks_open.h"

#include "actors/base/log.h"
#include "store/wal_damage.h"

namespace store {
bool holds_nothing(rocksdb::DB& db) {
  const std::unique_ptr<rocksdb::Iterator> at{db.NewIterator({})};
  at->SeekToFirst();
  return !at->Valid() && at->status().ok();
}

std::string open_database(rocksdb::Options options, const std::string& path,
                          std::unique_ptr<rocksdb::DB>& opened) {
  rocksdb::DB* db = nullptr;
  auto status = rocksdb::DB::Open(options, path, &db);
  const WalDamage damage = status.IsCorruption() ? wal_damage(path) : WalDamage::none;
  if (damage == WalDamage::torn_tail) {
    logging::warning("the last write in " + path +
                     " was torn (a power cut?) and is dropped; it was never acknowledged");
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kPointInTimeRecovery;
    status = rocksdb::DB::Open(options, path, &db);
  }
  opened.reset(db);
  if (status.ok()) return {};
  const std::string fault = "cannot open the store in " + path + ": " + status.ToString();
  if (damage != WalDamage::inside) return fault;
  return fault + ". Its log is damaged in front of acknowledged writes: restore a backup";
}
}  // namespace store
