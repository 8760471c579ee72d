// crypto/certificate_use.cc: dates first, then strength, then what it may be used for.
#include "crypto/certificate_use.h"

namespace crypto {
namespace {
/// An Ed25519 key can do nothing but sign, yet its certificate allows keyEncipherment where the
/// reference or we have made it (keys sheet 2.6).
bool is_signer_by_its_key(const Certificate& certificate) {
  if (!certificate.may_encipher_keys()) return false;
  const auto key = certificate.public_key();
  return key.ok() && key.value().kind() == KeyKind::ed25519;
}
}  // namespace

bool allows(const Certificate& certificate, CertificateUse use) {
  switch (use) {
    case CertificateUse::signing:
      return certificate.may_sign() || is_signer_by_its_key(certificate);
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
