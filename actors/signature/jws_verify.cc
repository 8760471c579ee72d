// actors/signature/jws_verify.cc: a claim, a certificate, a verdict.
#include "actors/signature/jws_verify.h"

#include "actors/base/text.h"
#include "crypto/base64.h"
#include "crypto/certificate_use.h"

namespace signature {
namespace {
Errc errc_of(HeaderErrc errc) {
  return errc == HeaderErrc::refused ? Errc::jws_verify_failed : Errc::jws_text_invalid;
}

std::optional<std::string> payload_of(const crypto::JwsParts& parts, std::string_view actual_data) {
  if (!text::is_blank(actual_data)) return crypto::base64_decode_any(actual_data);
  return crypto::base64url_decode(parts.payload);
}

bool is_unfit(const crypto::Certificate& certificate, UtcTime now) {
  return crypto::defect_of(certificate, crypto::CertificateUse::signing, now).has_value();
}
}  // namespace

Result<Done> validate_detached(std::string_view jws, std::string_view data,
                               const crypto::NextKey& next) {
  const auto parts = crypto::split_jws(jws);
  if (!parts) return Errc::sign_not_valid;
  const auto header = read_header(parts->header);
  if (!header.ok() || !header.value().b64) return Errc::sign_not_valid;
  // The payload part counts for nothing, but a JWS has none that is no base64url.
  if (!crypto::base64url_decode(parts->payload)) return Errc::sign_not_valid;
  const crypto::JwsClaim claim{header.value().algorithm, data, true};
  if (!crypto::is_signed_by_one(*parts, claim, next)) return Errc::sign_not_valid;
  return Done{};
}

Result<Claim> claim_of(std::string_view jws, std::string_view actual_data) {
  if (text::is_blank(jws)) return Errc::jws_data_invalid;
  const auto parts = crypto::split_jws(jws);
  if (!parts) return Errc::jws_text_invalid;
  auto header = read_header(parts->header);
  if (!header.ok()) return errc_of(header.error());
  return Claim{*parts, std::move(header).value(), payload_of(*parts, actual_data)};
}

Result<bool> is_signed_by(const Claim& claim, const crypto::Certificate& certificate, UtcTime now) {
  const auto key = certificate.public_key();
  if (key.ok()) return is_signed_by(claim, certificate, key.value(), now);
  if (is_unfit(certificate, now)) return Errc::jws_certificate_invalid;
  return Errc::jws_verify_failed;
}

Result<bool> is_signed_by(const Claim& claim, const crypto::Certificate& certificate,
                          const crypto::PublicKey& key, UtcTime now) {
  if (is_unfit(certificate, now)) return Errc::jws_certificate_invalid;
  if (key.kind() != crypto::kind_of(claim.header.algorithm)) return Errc::jws_verify_failed;
  if (!claim.payload) return false;
  return crypto::verify_jws(claim.parts, {claim.header.algorithm, *claim.payload, claim.header.b64},
                            key);
}

std::string_view trust_text(Trust trust) {
  switch (trust) {
    case Trust::no_domain:
      return "TRUST_NOT_VERIFIED_NO_DOMAIN";
    case Trust::path_valid:
      return "TRUST_CERT_PATH_VALID";
    case Trust::path_not_valid:
      return "TRUST_CERT_PATH_NOT_VALID";
    default:
      return "TRUST_NOT_VERIFIED";
  }
}

std::optional<Trust> trust_without_chain(bool validate_trust, std::string_view domain) {
  if (!validate_trust) return Trust::not_verified;
  if (text::is_blank(domain)) return Trust::no_domain;
  return std::nullopt;
}
}  // namespace signature
