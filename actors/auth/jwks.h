// actors/auth/jwks.h: the keys that another issuer publishes (RFC 7517).
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/rsa.h"

namespace auth {
/// The algorithms that tokens of other issuers may name. HMAC is not among them: a public key must
/// never count as a secret.
enum class RsaAlgorithm : uint8_t { rs256, rs384, rs512 };
std::optional<RsaAlgorithm> rsa_algorithm_of(std::string_view name);
crypto::RsaDigest digest_of(RsaAlgorithm algorithm);

struct ExternalKey {
  std::string kid;
  std::optional<RsaAlgorithm> only;  ///< the algorithm that the key itself names
  crypto::RsaPublicKey key;
};

inline constexpr size_t jwks_bytes_max = size_t{256} * 1024;
inline constexpr size_t jwks_keys_max = 64;
inline constexpr size_t kid_bytes_max = 256;

/// The RSA keys of a JWKS document that sign tokens, in its order. Keys of other kinds, for another
/// use or algorithm, without a kid and weak ones are left out; so are all of a kid that comes
/// twice. Nothing when the text is no JWKS, is above the bounds, or leaves no key.
std::optional<std::vector<ExternalKey>> read_jwks(std::string_view text);
}  // namespace auth
