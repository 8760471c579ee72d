// actors/cryptomanager/jwe_header.h: the protected header of jwtEncrypt and jwtDecrypt (keys sheet
// 3.6).
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace cryptomanager {
/// Beside alg RSA-OAEP-256 and enc A256GCM. Empty members are not written.
struct WrittenJweHeader {
  std::string thumbprint;  ///< SHA-256 of the recipient's certificate, 32 bytes: the kid
  bool deflated = true;
  std::string certificate;  ///< DER, for includeCertificate
  bool hash = false;        ///< includeCertHash
  std::string jwk_set_url;
};
/// JSON without white space: cty, typ, alg, enc, kid, zip, x5c, x5t#S256, jku.
std::string json_of(const WrittenJweHeader& header);

/// What a header that somebody sends us tells.
struct ReadJweHeader {
  std::string thumbprint;  ///< 32 bytes; empty when kid names no certificate of ours
  bool deflated = false;
};
/// Nothing when `json` is no JSON object, has a member twice, another alg, enc or zip than ours, or
/// crit. Keys and addresses of keys inside it are not looked at.
std::optional<ReadJweHeader> read_jwe_header(std::string_view json);
}  // namespace cryptomanager
