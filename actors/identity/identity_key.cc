// actors/identity/identity_key.cc: a name space of its own.
#include "actors/identity/identity_key.h"

#include <span>

#include "crypto/digest.h"

namespace identity {
std::string hash_of(const seal::IndexKey& index_key, std::string_view uin) {
  return index_key.key_of({"identity-uin", uin});
}

std::string shown_hash(std::string_view hash) {
  return crypto::hex_lower(std::as_bytes(std::span{hash}));
}
}  // namespace identity
