// actors/cryptomanager/argon2_hash.h: the hash that generateArgon2Hash answers (keys sheet 3.7).
#pragma once
#include <string>
#include <string_view>

#include "actors/base/random.h"
#include "actors/base/result.h"
#include "crypto/argon2.h"

namespace cryptomanager {
inline constexpr size_t argon2_auto_salt_bytes = 24;

/// Both base64url.
struct SaltedHash {
  std::string hash;
  std::string salt;
};

struct HashRequest {
  std::string_view text;  ///< hashed as it is
  std::string_view salt;  ///< base64, or empty: one of argon2_auto_salt_bytes is drawn
};

/// Blocks for the time of `costs`. Errors: crypto_request_invalid, with a text, when the input or
/// the salt is not base64 or out of the bounds of Argon2 (crypto/argon2.h);
/// crypto_internal.
Result<SaltedHash> salted_hash(const HashRequest& request, const crypto::Argon2Params& costs,
                               ::Random& random);
}  // namespace cryptomanager
