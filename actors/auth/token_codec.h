// actors/auth/token_codec.h: the compact form of a signed token (RFC 7515), RS256 and nothing else.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/claims.h"
#include "actors/auth/token_keys.h"
#include "actors/auth/verify_errc.h"

namespace auth {
inline constexpr size_t token_bytes_max = 8192;

/// The first part of every token under `kid`: base64url({"alg":"RS256","typ":"JWT","kid":..}).
std::string token_header(std::string_view kid);

/// What gets signed: `header`, a dot and the claims in base64url.
std::string signing_input(std::string_view header, std::string_view claims_json);

/// The token: the signed input, a dot and the signature in base64url.
std::string finished_token(std::string_view input, std::string_view signature);

/// A token taken apart. The views point into the token.
struct TokenParts {
  std::string_view signed_input;
  std::string_view payload;  ///< still base64url
  std::string kid;
  std::string signature;
};

/// A token cut at its dots. Only the header is decoded; the views point into the token.
struct RawToken {
  std::string header;  ///< a JSON text, or something else
  std::string_view signed_input;
  std::string_view payload;    ///< still base64url
  std::string_view signature;  ///< still base64url
};
/// Errors: malformed (also above token_bytes_max).
Expected<RawToken, VerifyErrc> cut_token(std::string_view token);

/// Takes `token` apart and looks at its header, which must hold alg RS256, typ JWT and kid and
/// nothing else: no key, address of a key or certificate inside a token is ever looked at.
/// Errors: malformed (also above token_bytes_max), algorithm.
Expected<TokenParts, VerifyErrc> split_token(std::string_view token);

/// The claims of a token that one of `keys` has signed. Nothing of them is judged here: not the
/// time, not the issuer. Errors: those of split_token and read_claims, unknown_key, signature.
Expected<Claims, VerifyErrc> authentic_claims(std::string_view token,
                                              const std::vector<VerifyKey>& keys);
}  // namespace auth
