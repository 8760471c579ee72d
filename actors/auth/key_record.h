// actors/auth/key_record.h: the record in which a store kept its token keys before the key manager
// had them.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "actors/seal/master_key.h"
#include "crypto/rsa.h"

namespace auth {
/// Where it lies: store::Service::system of partition 0.
inline constexpr std::string_view token_key_record = "auth/token-key";

struct KeptTokenKey {
  int64_t created = 0;  ///< seconds since 1970
  crypto::RsaPrivateKey key;
};

/// The current key and, when there was one, the key before it; never empty. Errors:
/// decryption_failed (another master key, a changed record), bad_input, bad_key.
Expected<std::vector<KeptTokenKey>, crypto::Errc> unwrap_keys(std::string_view record,
                                                              const seal::MasterKey& master);
}  // namespace auth
