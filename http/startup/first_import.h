// http/startup/first_import.h: users, clients and salts of a new store.
#pragma once
#include "actors/base/config.h"
#include "http/startup/secrets.h"
#include "http/startup/settings.h"
#include "store/rocks_store.h"

namespace startup {
/// Imports the bootstrap file, or the sample identities under --dev, into a store that has none;
/// all of it is durable on return. Answers the salts of the token id (see token_id_salts). Throws
/// Problem: no identities and no file, a file that is wrong, a store that cannot be read.
token_id::Salts import_first(const config::Config& config, const Settings& settings,
                             const Secrets& secrets, store::RocksStore& store);

/// Claims the numbers and addresses of users that have none claimed (auth/hold_index.h). Throws
/// Problem: a store that cannot be read.
void claim_values(const Settings& settings, const Secrets& secrets, store::RocksStore& store);
}  // namespace startup
