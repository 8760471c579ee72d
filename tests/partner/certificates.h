// tests/partner/certificates.h: authorities and partners that cost little to make.
#pragma once
#include <memory>
#include <string>

#include "actors/partner/certificate_book.h"
#include "crypto/base64.h"
#include "crypto/pkcs7.h"
#include "tests/crypto/vector_keys.h"

namespace partner {
inline const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

inline crypto::Name named(const std::string& common_name) {
  return {"IN", "", "", "Bank", "", common_name};
}

/// A certificate and the key that it is for.
struct Holder {
  crypto::Certificate certificate;
  crypto::PrivateKeyPtr key;
};

struct Wish {
  std::string common_name;
  crypto::Profile profile = crypto::Profile::partner;
  Life life{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};
};

/// With a new EC key; `issuer` null: self-signed.
inline Holder held(const Wish& wish, const Holder* issuer = nullptr) {
  const crypto::PrivateKeyPtr key =
      crypto::SoftPrivateKey::generate(crypto::KeyKind::ec_p256).value();
  static char serial = '1';
  crypto::CertificateSpec spec{wish.profile, named(wish.common_name), wish.life.not_before,
                               wish.life.not_after, std::string(8, serial++)};
  return {crypto::issue_certificate(spec, key->public_key(),
                                    issuer == nullptr ? nullptr : &issuer->certificate,
                                    issuer == nullptr ? *key : *issuer->key)
              .value(),
          key};
}

inline AuthorityPtr authority(const Holder& holder, const std::string& id,
                              const std::string& domain = "AUTH", UtcTime uploaded = noon) {
  const bool is_root = holder.certificate.is_self_signed();
  return std::make_shared<const Authority>(
      Authority{{id, is_root ? id : "above", domain, uploaded},
                is_root ? AuthorityKind::root : AuthorityKind::intermediate,
                holder.certificate.der(),
                facts_of(holder.certificate)});
}

inline Book book_of(const Authorities& authorities) { return Book{}.with({authorities, {}}); }

inline std::string bundle_of(const std::vector<crypto::Certificate>& certificates) {
  return crypto::base64url_encode(crypto::pkcs7_of_certificates(certificates).value());
}
}  // namespace partner
