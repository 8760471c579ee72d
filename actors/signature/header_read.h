// actors/signature/header_read.h: the protected header of a JWS that somebody sends us.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/expected.h"
#include "crypto/certificate.h"
#include "crypto/jws.h"

namespace signature {
/// What a verifier needs of a header. kid, x5u, jku and jwk are never followed.
struct ReadHeader {
  crypto::JwsAlgorithm algorithm = crypto::JwsAlgorithm::rs256;
  bool b64 = true;
  std::vector<crypto::Certificate> certificates;  ///< of x5c, the leaf first
};

/// More certificates than this no chain has.
inline constexpr size_t header_certificates_max = 8;

enum class HeaderErrc : uint8_t {
  unreadable,  ///< no base64url, no JSON object, a member twice, no alg, a certificate that is none
  refused,     ///< an algorithm without a public key or unknown, crit or b64 against the rules
};

/// Reads `base64url`, the first part of a JWS. crit may name b64 alone, which then must be there;
/// b64 must be a boolean that crit names (RFC 7515 4.1.11, RFC 7797 6).
Expected<ReadHeader, HeaderErrc> read_header(std::string_view base64url);
}  // namespace signature
