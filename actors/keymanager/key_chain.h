// actors/keymanager/key_chain.h: from a key's certificate up to its root.
#pragma once
#include <vector>

#include "actors/keymanager/key_ring.h"

namespace keymanager {
/// The certificate of `version`, then each one above it that this ring knows, the self-signed one
/// last. Empty for a secret. Costs a signature check for each candidate: for the crypto pool.
std::vector<crypto::Certificate> chain_of(const KeyRing& ring, const KeyVersion& version);
}  // namespace keymanager
