// crypto/certificate_use.cc: dates first, then strength, then what it may be used for.
#include "crypto/certificate_use.h"

namespace crypto {
bool allows(const Certificate& certificate, CertificateUse use) {
  switch (use) {
    case CertificateUse::signing:
      return certificate.may_sign();
    case CertificateUse::enciphering:
      return certificate.may_encipher_keys();
    case CertificateUse::signing_or_enciphering:
      return certificate.may_sign() || certificate.may_encipher_keys();
    case CertificateUse::issuing:
      return certificate.may_issue();
    case CertificateUse::signing_or_issuing:
      return certificate.may_sign() || certificate.may_issue();
  }
  return false;
}

std::optional<Defect> defect_of(const Certificate& certificate, CertificateUse use, UtcTime now) {
  if (now < certificate.not_before()) return Defect::not_yet_valid;
  if (certificate.not_after() < now) return Defect::expired;
  if (certificate.is_weak()) return Defect::weak;
  if (!allows(certificate, use)) return Defect::wrong_use;
  return std::nullopt;
}
}  // namespace crypto
