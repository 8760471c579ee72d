// http/startup/token_key_set.h: the versions of AUTH_TOKEN as signers and verifiers of tokens see
// them.
#pragma once
#include <chrono>
#include <optional>

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

/// Whether a version made at `now` would leave one that has to count no place among
/// verify_keys_max: its tokens would be refused.
bool one_more_drops_a_key(const keymanager::KeyRing& ring, std::chrono::seconds tokens_live,
                          UtcTime now);

/// Why a version does not serve as a token key; none: it signs and verifies.
std::optional<Fault> fault_of_token_key(const keymanager::KeyVersion& version,
                                        keymanager::PrivateKeys& keys);
}  // namespace startup
