// crypto/keystore/matching.cc: a certificate names the public half of its key.
#include "crypto/keystore/matching.h"

namespace keystore {
bool belongs_to(const crypto::Certificate& certificate, const crypto::PrivateKey& key) {
  const auto certified = certificate.public_key();
  return certified.ok() && certified.value().spki_der() == key.public_key().spki_der();
}

Expected<std::shared_ptr<const crypto::SoftPrivateKey>, Errc> matching_key(
    std::span<const std::byte> pkcs8, const crypto::Certificate& certificate) {
  auto key = crypto::SoftPrivateKey::from_pkcs8_der(pkcs8);
  if (!key.ok() || !belongs_to(certificate, *key.value())) return Errc::failed;
  return std::shared_ptr<const crypto::SoftPrivateKey>{std::move(key).value()};
}
}  // namespace keystore
