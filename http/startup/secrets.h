// http/startup/secrets.h: the keys that a server needs before anything else: from the operator,
// from the store, or new.
#pragma once
#include <memory>

#include "actors/auth/bootstrap.h"
#include "actors/auth/token_key_board.h"
#include "actors/base/config.h"
#include "actors/keymanager/private_keys.h"
#include "actors/seal/index_key.h"
#include "actors/seal/master_key.h"
#include "actors/seal/service_keys.h"
#include "actors/token_id/token_id_state.h"
#include "crypto/keystore/keystore.h"
#include "http/startup/settings.h"
#include "store/journal.h"
#include "store/view.h"

namespace startup {
struct Secrets {
  std::shared_ptr<const seal::MasterKey> master;
  std::shared_ptr<const seal::IndexKey> index_key;
  // Those below are opened by whoever serves: open_own_keys.
  std::shared_ptr<keystore::Keystore> keystore;
  std::shared_ptr<keymanager::PrivateKeys> private_keys;
  std::shared_ptr<seal::ServiceKeys> service_keys;
  /// Wraps the data keys of the seal, but for services that have a key among service_keys.
  std::shared_ptr<const seal::WrappingKey> store_key;
  std::shared_ptr<auth::TokenKeyBoard> token_keys;
};

/// From idkernel.master-key, else from its file. Under --dev a file in the data directory, made
/// when there is none. Throws Problem, saying how to make one.
std::shared_ptr<const seal::MasterKey> master_key(const Settings& settings,
                                                  const config::Config& config);

/// What master_key would refuse, in the same words; empty: nothing. Makes no file.
std::string master_key_fault(const Settings& settings, const config::Config& config);

/// Master and index key; the latter is made and durable on return when the store is new. Throws
/// Problem when the master key is not this store's.
Secrets open_secrets(std::shared_ptr<const seal::MasterKey> master, const store::View& view,
                     store::Journal& journal);

/// What of the store's own secrets lies under the master key, wrapped by another one: to be written
/// together with the keys of the key manager that do. Throws Problem.
store::Batch rewrapped_secrets(const store::View& view, const seal::MasterKey& from,
                               const seal::MasterKey& to);

/// The salts of the token id: configured ones, else the store's, else those of the bootstrap file,
/// else new ones; the last two are sealed in the store and durable on return. A configured salt
/// that is not the one used before is warned of; a store that knew configured ones alone refuses to
/// start without any (ids sheet 4.2).
/// While the store `is_new` the file's salts replace stored ones: an import that failed must not
/// decide.
token_id::Salts token_id_salts(const config::Config& config, const auth::Bootstrap* bootstrap,
                               bool is_new, const seal::MasterKey& master, const store::View& view,
                               store::Journal& journal);
}  // namespace startup
