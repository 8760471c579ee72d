// actors/auth/external_issuer.h: another issuer whose tokens are good here, as configuration names
// it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"

namespace auth {
struct ExternalIssuer {
  std::string url;                    ///< what `iss` must be, byte for byte
  std::string jwks_url;               ///< https, or http to a loopback address
  std::vector<std::string> audience;  ///< one of them must be in `aud`, or be the `azp`
};

inline constexpr size_t external_issuers_max = 16;

/// Reads `ISSUER JWKS-URL AUDIENCE+AUDIENCE`, an element of idkernel.auth.external-issuers. The
/// error says what is wrong with it.
Expected<ExternalIssuer, std::string> read_external_issuer(std::string_view text);

/// True for https, and for http to 127.0.0.1, [::1] or localhost: keys that came over an open
/// network could be anybody's.
bool is_safe_key_url(std::string_view url);
}  // namespace auth
