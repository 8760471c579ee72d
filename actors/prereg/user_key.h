// actors/prereg/user_key.h: what a user's applications are found by.
#pragma once
#include <string>
#include <string_view>

#include "actors/seal/index_key.h"

namespace prereg {
/// The index key's hash of who holds the token: 32 bytes. It names the owner in store keys and
/// messages and decides the partition: phone number and mail address go no further than the caller.
/// `issuer` is empty for tokens of ours: no other issuer's subject is one of our users.
inline std::string user_key_of(const seal::IndexKey& index_key, std::string_view issuer,
                               std::string_view subject) {
  std::string value{issuer};
  value += '\0';
  value += subject;
  return index_key.key_of({"prereg-user", value});
}
inline constexpr size_t user_key_bytes = 32;
}  // namespace prereg
