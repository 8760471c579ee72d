// actors/identity/identity_key.h: what a person is found by.
#pragma once
#include <string>
#include <string_view>

#include "actors/seal/index_key.h"

namespace identity {
/// The index key's hash of the UIN: 32 bytes. It names the person in store keys and messages and
/// decides the partition: the UIN goes no further than the caller.
std::string hash_of(const seal::IndexKey& index_key, std::string_view uin);
/// A hash as the audit trail shows it: lower-case hexadecimal.
std::string shown_hash(std::string_view hash);
}  // namespace identity
