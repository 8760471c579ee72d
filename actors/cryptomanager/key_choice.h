// actors/cryptomanager/key_choice.h: which keys may decrypt an envelope (keys sheet 3.2).
#pragma once
#include <optional>
#include <vector>

#include "actors/base/result.h"
#include "actors/cryptomanager/envelope.h"
#include "actors/keymanager/key_ring.h"

namespace cryptomanager {
/// Why encrypt is refused before any key is looked for: crypto_master_key (no reference id, or a
/// key of KERNEL that is none for envelopes), key_operation_refused (DECISIONS 32).
std::optional<Fault> refusal_of_encrypt(const keymanager::KeyName& name);
/// The same of decrypt: crypto_access_refused (an application without a policy),
/// key_operation_refused.
std::optional<Fault> refusal_of_decrypt(const keymanager::KeyName& name);

struct KeyChoice {
  std::vector<keymanager::KeyVersionPtr> tries;
  /// Not tried, although the envelope may be for it: the oldest of the name that was given up. Null
  /// when there is none; `tries` is empty only where there is one.
  keymanager::KeyVersionPtr given_up = nullptr;
};

/// With a thumbprint: the one key it names. Without: those of the name, then the modules', oldest
/// first each; of more than tries_max the oldest and the newest of both. Errors:
/// key_thumbprint_unknown, key_thumbprint_mismatch, key_thumbprint_ambiguous,
/// key_decrypt_other_domain, key_no_unique_alias.
Result<KeyChoice> keys_to_decrypt(const keymanager::KeyRing& ring, const keymanager::KeyName& name,
                                  const std::string& thumbprint);

/// Keys that one request may try when its envelope names none.
inline constexpr size_t tries_max = 64;
}  // namespace cryptomanager
