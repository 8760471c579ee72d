// actors/auth/key_record.h: the token keys as the store keeps them.
#pragma once
#include <string>
#include <string_view>

#include "actors/auth/token_keys.h"
#include "actors/seal/wrap.h"

namespace auth {
/// Where the wrapped keys are kept: store::Service::system of partition 0.
inline constexpr std::string_view token_key_record = "auth/token-key";

/// All keys in one record, wrapped by the master key. Errors: internal.
Expected<std::string, crypto::Errc> wrap_keys(const TokenKeys& keys, const seal::MasterKey& master,
                                              Random& random);
/// Errors: decryption_failed (another master key, a changed record), bad_input, bad_key.
Expected<TokenKeys, crypto::Errc> unwrap_keys(std::string_view record,
                                              const seal::MasterKey& master);
}  // namespace auth
