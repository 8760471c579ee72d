// store/rocks_open.h: opening the database. Only for rocks_*.cc.
#pragma once
#include <rocksdb/db.h>

#include <memory>
#include <string>

namespace store {
/// Opens the RocksDB in `path` into `opened`, without the last write if that is torn
/// (wal_damage.h). Answers why it could not, or an empty text.
std::string open_database(rocksdb::Options options, const std::string& path,
                          std::unique_ptr<rocksdb::DB>& opened);

/// No key of anyone. A start that died before its marks were durable leaves such a store.
bool holds_nothing(rocksdb::DB& db);
}  // namespace store
