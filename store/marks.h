// store/marks.h: what a store says about itself, and whether this start may use it.
#pragma once
#include <string>

#include "store/rocks_store.h"

namespace store {
/// Reads the marks (keys "format", "partitions", "dev" of Service::system in partition 0), or
/// writes them into a new one, which holds no key at all. Answers why the store may not be used, or
/// an empty text.
std::string claim(RocksStore& store, bool is_new, const OpenOptions& options);
}  // namespace store
