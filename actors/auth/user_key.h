// actors/auth/user_key.h: what a user is found by.
#pragma once
#include <string>
#include <string_view>

#include "actors/seal/index_key.h"

namespace auth {
/// The index key's hash of realm and user name in lower case: 32 bytes. It names the user in store
/// keys and decides the partition.
std::string user_key_of(const seal::IndexKey& index_key, std::string_view realm,
                        std::string_view user_name);
}  // namespace auth
