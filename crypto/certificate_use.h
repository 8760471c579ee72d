// crypto/certificate_use.h: whether a certificate that came from outside is fit for what it is
// wanted for.
#pragma once
#include <cstdint>
#include <optional>

#include "crypto/certificate.h"

namespace crypto {
/// What a certificate is wanted for.
enum class CertificateUse : uint8_t {
  signing,                 ///< its key verifies what somebody signed
  enciphering,             ///< keys are encrypted for it
  signing_or_enciphering,  ///< one of these, and it is not known yet which
  issuing,                 ///< it stands above other certificates
  signing_or_issuing,
};

/// Whether its KeyUsage lets it; one without that extension may do all but issue, for which its
/// BasicConstraints must say that it is an authority.
bool allows(const Certificate& certificate, CertificateUse use);

/// What speaks against a certificate.
enum class Defect : uint8_t { not_yet_valid, expired, weak, wrong_use };

/// The first of them; nothing for one that is fit. Who issued it is trusted_chain's question.
/// Source: RFC 5280 4.1.2.5, 4.2.1.3, 4.2.1.9.
std::optional<Defect> defect_of(const Certificate& certificate, CertificateUse use, UtcTime now);
}  // namespace crypto
