// actors/signature/jws_verify.h: validate and jwtVerify.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "actors/base/clock.h"
#include "actors/base/result.h"
#include "actors/signature/header_read.h"
#include "crypto/jws_search.h"

namespace signature {
/// POST /validate: whether one of the keys has signed `data` (a text, its bytes). `jws` is detached
/// or has a payload, which counts for nothing. Errors: sign_not_valid for every refusal, a text
/// that is no JWS and one with b64 false among them.
Result<Done> validate_detached(std::string_view jws, std::string_view data,
                               const crypto::NextKey& next);

/// A JWS that jwtVerify was given, before anybody knows by which certificate.
struct Claim {
  crypto::JwsParts parts;  ///< views of the request's text
  ReadHeader header;
  std::optional<std::string> payload;  ///< decoded; nothing when it is no base64url

  /// The first to count; without one the request's own certificate does, then the key manager's.
  const crypto::Certificate* certificate() const {
    return header.certificates.empty() ? nullptr : &header.certificates.front();
  }
};

/// Takes `jws` apart; `actual_data`, unless blank, stands for its payload part. Errors:
/// jws_data_invalid (blank), jws_text_invalid (not three parts, or a header that cannot be read),
/// jws_verify_failed (an algorithm, crit or b64 that is refused). `jws` outlives the claim.
Result<Claim> claim_of(std::string_view jws, std::string_view actual_data);

/// Whether `certificate`'s key has signed the claim. Blocks for one verification. Errors:
/// jws_certificate_invalid when it is not fit to verify signatures `now` (crypto::defect_of),
/// jws_verify_failed when its key is not of the algorithm's kind.
Result<bool> is_signed_by(const Claim& claim, const crypto::Certificate& certificate, UtcTime now);
/// The same; `key` is the certificate's.
Result<bool> is_signed_by(const Claim& claim, const crypto::Certificate& certificate,
                          const crypto::PublicKey& key, UtcTime now);

/// trustValid
enum class Trust : uint8_t { not_verified, no_domain, path_valid, path_not_valid };
std::string_view trust_text(Trust trust);
/// What is known without looking at a chain; nothing: whoever keeps the authorities of `domain`
/// must say whether the certificate leads to one.
/// There is no default domain: who names none asks for nothing.
std::optional<Trust> trust_without_chain(bool validate_trust, std::string_view domain);
inline Trust trust_of(bool path_is_valid) {
  return path_is_valid ? Trust::path_valid : Trust::path_not_valid;
}

/// `message` of jwtVerify.
inline std::string_view verdict_text(bool is_valid) {
  return is_valid ? "Validation Successful" : "Validation Failed";
}
}  // namespace signature
