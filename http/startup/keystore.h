// http/startup/keystore.h: where this server keeps its private keys.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "actors/base/config.h"
#include "actors/seal/master_key.h"
#include "crypto/keystore/keystore.h"

namespace startup {
/// The keystore that mosip.kernel.keymanager.hsm.* and idkernel.hsm.* name; a soft one seals its
/// records under `master`. Throws Problem: exit_config for what the operator has to mend,
/// exit_unavailable for a token or file that does not open.
std::unique_ptr<keystore::Keystore> open_keystore(const config::Config& config,
                                                  std::shared_ptr<const seal::MasterKey> master);

/// What keeps Kept::sealed keys: soft, under `master`, whatever is configured.
std::unique_ptr<keystore::Keystore> own_keystore(std::shared_ptr<const seal::MasterKey> master);

/// Those of `wanted` that the keystore does not hold; one that keeps no list of its own (SOFT,
/// OFFLINE) lacks none. Throws Problem when it does not say.
std::vector<std::string> lacking(keystore::Keystore& keystore,
                                 const std::vector<std::string>& wanted);
}  // namespace startup
