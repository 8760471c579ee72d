// http/startup/audit_store.h: what commands need to read sealed records.
#pragma once
#include <memory>

#include "actors/base/config.h"
#include "actors/seal/master_key.h"
#include "http/startup/settings.h"
#include "store/rocks_store.h"

namespace startup {
/// The store key, as a server would open it. Nothing is made and nothing written: whoever looks for
/// a change must not bring one. Throws Problem.
std::shared_ptr<const seal::WrappingKey> opened_store_key(const config::Config& config,
                                                          const Settings& settings,
                                                          store::RocksStore& store);
}  // namespace startup
