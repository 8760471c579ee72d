// tests/fuzz/certificate_fuzz.cc: any bytes as PEM, X.509, PKCS#10, PKCS#7 and keys: no crash, what
// is read can be written and read again, and nobody is trusted.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "crypto/certificate.h"
#include "crypto/certificate_use.h"
#include "crypto/csr.h"
#include "crypto/pkcs7.h"
#include "crypto/private_key.h"

namespace {
const UtcTime now = std::chrono::sys_days{std::chrono::year{2026} / 3 / 1};

void look_at(const crypto::Certificate& certificate) {
  const auto again = crypto::Certificate::from_pem(certificate.pem());
  if (!again.ok() || again.value().der() != certificate.der()) std::abort();
  if (certificate.thumbprint().size() != 32 || certificate.sha1_hex().size() != 40) std::abort();
  (void)certificate.subject();
  (void)certificate.issuer();
  (void)certificate.subject_text();
  (void)certificate.issuer_text();
  (void)certificate.serial_hex();
  (void)certificate.signature_algorithm();
  (void)certificate.is_valid_at(now);
  (void)certificate.is_self_signed();
  if (certificate.may_issue() && !certificate.is_ca()) std::abort();
  if (certificate.is_weak() &&
      !crypto::defect_of(certificate, crypto::CertificateUse::signing_or_enciphering, now))
    std::abort();
  if (crypto::chain_is_trusted(certificate, {}, {}, now)) std::abort();
  const auto key = certificate.public_key();
  if (!key.ok()) return;
  if (!crypto::PublicKey::from_spki_der(key.value().spki_der()).ok()) std::abort();
  if (key.value().verify(crypto::Scheme::pkcs1_sha256, "text", "signature")) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  for (const auto& certificate :
       {crypto::Certificate::from_pem(text), crypto::Certificate::from_der(text)}) {
    if (certificate.ok()) look_at(certificate.value());
  }
  const auto list = crypto::certificates_of_pkcs7(text);
  if (list.ok()) {
    if (list.value().size() > crypto::pkcs7_certificates_max) std::abort();
    for (const auto& certificate : list.value()) look_at(certificate);
  }
  (void)crypto::parse_csr(text);
  (void)crypto::PublicKey::from_spki_der(text);
  (void)crypto::SoftPrivateKey::from_pkcs8_der({reinterpret_cast<const std::byte*>(data), size});
  (void)crypto::SoftPrivateKey::from_pem(text);
  return 0;
}
