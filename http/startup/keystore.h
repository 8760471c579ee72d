// http/startup/keystore.h: the keystore that the configuration names.
#pragma once
#include <memory>

#include "actors/seal/master_key.h"
#include "crypto/keystore/keystore.h"
#include "http/startup/settings.h"

namespace startup {
/// Throws Problem when it cannot be used.
std::shared_ptr<keystore::Keystore> open_keystore(const KeySettings& settings,
                                                  std::shared_ptr<const seal::MasterKey> master);
}  // namespace startup
