// store/rocks_options.h: how RocksDB is set up. Only for rocks_*.cc.
#pragma once
#include <rocksdb/options.h>

#include <memory>

#include "store/rocks_store.h"

namespace store {
struct RocksSetup {
  rocksdb::Options options;
  std::shared_ptr<rocksdb::Cache> block_cache;
};

/// Everything that is not a default of RocksDB 7.8, with its reason.
RocksSetup rocks_setup(const OpenOptions& from);
}  // namespace store
