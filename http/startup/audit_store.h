// http/startup/audit_store.h: what commands need to read sealed records.
#pragma once
#include <memory>

#include "actors/audit/moment.h"
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

/// All chains of a store that this process alone has open, which outlives the answer.
audit::Chains chains_of(const Settings& settings, const store::RocksStore& store,
                        std::shared_ptr<const seal::WrappingKey> store_key);

/// For whoever is about to write on chains: throws Problem when one would begin again although its
/// archive holds records (audit::fault_of_start).
void refuse_lost_chains(const Settings& settings, const store::View& store);
}  // namespace startup
