// crypto/keystore/offline.h: a keystore that refuses every call; stored certificates still serve.
#pragma once
#include <memory>

#include "crypto/keystore/keystore.h"

namespace keystore {
/// Every call answers Errc::offline. Source: keys sheet 9.1, KER-KMA-009.
std::unique_ptr<Keystore> offline_keystore();
}  // namespace keystore
