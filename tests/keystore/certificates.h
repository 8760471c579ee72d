// tests/keystore/certificates.h: certificates of a given key.
#pragma once
#include "crypto/certificate.h"
#include "crypto/private_key.h"

namespace keystore {
/// Self-signed, valid for the year 2024; `name` is its common name.
inline crypto::Certificate certificate_of(const crypto::PrivateKey& key, const std::string& name) {
  const UtcTime start{std::chrono::seconds{1'704'067'200}};
  crypto::CertificateSpec spec{};
  spec.profile = crypto::Profile::root;
  spec.subject.common_name = name;
  spec.not_before = start;
  spec.not_after = start + std::chrono::days{366};
  spec.serial = std::string(8, '\x11');
  auto made = crypto::issue_certificate(spec, key.public_key(), nullptr, key);
  return std::move(made).value();
}
}  // namespace keystore
