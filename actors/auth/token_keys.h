// actors/auth/token_keys.h: the keys that sign sign-in tokens and nothing else (DECISIONS 32).
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/rsa.h"

namespace auth {
inline constexpr int token_key_bits = 2048;
/// The current key and the one before it: tokens of older keys have expired by then.
inline constexpr size_t token_keys_kept = 2;

/// One signing key. `header` is the finished first part of every token that it signs.
struct TokenKey {
  std::string kid;
  std::string header;
  int64_t created = 0;  ///< seconds since 1970
  crypto::RsaPrivateKey key;
};

/// What verifiers know of one key.
struct VerifyKey {
  std::string kid;
  crypto::RsaPublicKey key;
};

/// One entry of the JWKS document: RSA, `use` sig, `alg` RS256; numbers in base64url.
struct Jwk {
  std::string kid;
  std::string modulus;
  std::string exponent;
};

/// The keys of this server, newest first; never empty once made.
class TokenKeys {
 public:
  /// One new key. About 100 ms of work. Errors: internal.
  static Expected<TokenKeys, crypto::Errc> generate(int64_t now);
  /// From encode(). Errors: bad_input, bad_key.
  static Expected<TokenKeys, crypto::Errc> decode(std::string_view bytes);

  /// A new key in front; the one before stays for verification. Errors: internal, nothing changed.
  std::optional<crypto::Errc> rotate(int64_t now);

  /// Everything, private keys too: to be sealed before it is stored. Errors: internal.
  Expected<crypto::SecureBytes, crypto::Errc> encode() const;

  const TokenKey& current() const { return keys_.front(); }
  /// Errors: internal.
  Expected<std::vector<VerifyKey>, crypto::Errc> verify_keys() const;
  /// For `certs`, newest first. Errors: internal.
  Expected<std::vector<Jwk>, crypto::Errc> jwks() const;

 private:
  std::vector<TokenKey> keys_;
};

/// RFC 7638: base64url(SHA-256({"e":..,"kty":"RSA","n":..})).
std::string thumbprint_of(const crypto::RsaNumbers& numbers);
}  // namespace auth
