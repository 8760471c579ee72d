// actors/auth/verify_errc.h: why a token is refused. The wire tells a caller far less; metrics tell
// which.
#pragma once
#include <cstdint>

namespace auth {
enum class VerifyErrc : uint8_t {
  malformed,    ///< not three base64url parts, not JSON, a claim missing or of a wrong type
  algorithm,    ///< anything but RS256, or a header that brings its own key
  unknown_key,  ///< a kid that is not ours
  signature,    ///< the signature does not hold
  issuer,       ///< another host, or a realm that we do not have
  type,         ///< not the type that is asked for (a refresh token used as access token)
  not_yet,      ///< nbf lies ahead
  expired,      ///< exp has passed
  audience,     ///< not for us: HTTP 403 instead of 401 (auth sheet 2.3)
  revoked,      ///< the token or its session was ended
};
inline constexpr int verify_errc_count = 10;
}  // namespace auth
