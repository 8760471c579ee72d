// actors/partner/key_path.h: the chain of a key of ours, also when somebody else signed it.
#pragma once
#include <string>

#include "actors/keymanager/key_ring.h"
#include "actors/partner/trust_path.h"

namespace partner {
/// keymanager::chain_of; when that ends below a root, because a certificate of another authority
/// was uploaded for the key, the way over the authorities of `domain` if there is one. For the
/// crypto pool.
Chain chain_of_key(const keymanager::KeyRing& ring, const keymanager::KeyVersion& version,
                   const Book& book, const std::string& domain, UtcTime now);
}  // namespace partner
