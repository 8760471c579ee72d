// http/startup/token_key_set.h: the versions of AUTH_TOKEN as signers and verifiers of tokens see
// them.
#pragma once
#include <chrono>

#include "actors/auth/token_key_board.h"
#include "actors/base/result.h"
#include "actors/keymanager/private_keys.h"

namespace startup {
/// However often the key is rotated, no more are published.
inline constexpr size_t verify_keys_max = 16;

/// The newest version signs. Older ones verify: the one before, and those that signed within
/// `tokens_live` of `now`. Errors: those of keystore::Keystore::export_pkcs8 and key_internal.
Result<auth::TokenKeySetPtr> token_key_set(const keymanager::KeyRing& ring,
                                           keymanager::PrivateKeys& keys,
                                           std::chrono::seconds tokens_live, UtcTime now);
}  // namespace startup
