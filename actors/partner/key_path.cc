// actors/partner/key_path.cc: our keys first, then the authorities.
#include "actors/partner/key_path.h"

#include "actors/keymanager/key_chain.h"

namespace partner {
Chain chain_of_key(const keymanager::KeyRing& ring, const keymanager::KeyVersion& version,
                   const Book& book, const std::string& domain, UtcTime now) {
  Chain chain = keymanager::chain_of(ring, version);
  if (chain.empty() || chain.back().is_self_signed()) return chain;
  auto path = trust_path(book, domain, chain.front(), chain, now);
  return path.empty() ? chain : path;
}
}  // namespace partner
