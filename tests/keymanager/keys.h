// tests/keymanager/keys.h: rows of keys that cost nothing to make, and keystores that seal nothing.
#pragma once
#include <memory>
#include <string>
#include <utility>

#include "actors/keymanager/key_ring.h"
#include "actors/keymanager/private_keys.h"
#include "crypto/digest.h"
#include "crypto/keystore/soft.h"
#include "tests/crypto/vector_keys.h"

namespace keymanager {
inline const UtcTime noon{std::chrono::seconds{1'704'196'800}};  // 2024-01-02 12:00:00 UTC

/// A row with key and certificate of tests/vectors/crypto.json.
struct Row {
  KeyName name{};
  Lifetime life{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};
  Kept kept = Kept::keystore;
  std::string alias{};  ///< empty: APP/REF
  std::string vector = "registration_master";
};

inline KeyVersionPtr version(const Row& row) {
  KeyVersion out;
  out.alias = row.alias.empty() ? row.name.application_id + "/" + row.name.reference_id : row.alias;
  out.name = row.name;
  out.kept = row.kept;
  out.life = row.life;
  out.uni_ident = uni_ident_of(out.alias);
  const auto key = crypto::vector_key(row.vector);
  out.kind = key->public_key().kind();
  if (row.kept != Kept::secret) {
    const auto certificate = crypto::vector_certificate(row.vector);
    out.certificate = certificate.der();
    out.thumbprint = certificate.thumbprint();
  }
  // The soft keystore below takes the key itself for its record.
  const auto der = key->to_pkcs8_der().value();
  if (row.kept == Kept::keystore) out.record = der.view();
  if (row.kept == Kept::wrapped) out.record = "wrapped for a key that nobody has";
  return std::make_shared<const KeyVersion>(std::move(out));
}

inline KeyRing ring_of(const std::vector<Row>& rows) {
  KeyRing::Versions versions;
  for (const Row& row : rows) versions.push_back(version(row));
  return KeyRing{}.with(versions);
}

inline std::shared_ptr<keystore::Keystore> open_keystore() {
  return keystore::soft_keystore({[](const std::string&, std::span<const std::byte> secret) {
                                    return std::string{crypto::view_of(secret)};
                                  },
                                  [](const std::string&, std::string_view record)
                                      -> Expected<crypto::SecureBytes, crypto::Errc> {
                                    if (record.empty()) return crypto::Errc::decryption_failed;
                                    return crypto::SecureBytes::from(record);
                                  }});
}

/// Answers `errc` to everything.
class RefusingKeystore final : public keystore::Keystore {
 public:
  explicit RefusingKeystore(keystore::Errc errc, std::string why = "")
      : errc_(errc), why_(std::move(why)) {}
  std::string_view type() const override { return "REFUSING"; }
  Expected<keystore::NewKey, keystore::Errc> generate(const std::string&,
                                                      crypto::KeyKind) override {
    return errc_;
  }
  Expected<std::string, keystore::Errc> generate_secret(const std::string&) override {
    return errc_;
  }
  Expected<crypto::PrivateKeyPtr, keystore::Errc> open(const std::string&,
                                                       std::string_view) override {
    return errc_;
  }
  Expected<Done, keystore::Errc> put_certificate(const std::string&,
                                                 const crypto::Certificate&) override {
    return errc_;
  }
  Expected<Done, keystore::Errc> remove(const std::string&) override { return errc_; }
  Expected<std::vector<std::string>, keystore::Errc> aliases() override { return errc_; }
  Expected<crypto::SecureBytes, keystore::Errc> export_pkcs8(const std::string&,
                                                             std::string_view) override {
    return errc_;
  }
  Expected<keystore::NewKey, keystore::Errc> import_pkcs8(const std::string&,
                                                          std::span<const std::byte>,
                                                          const crypto::Certificate&) override {
    return errc_;
  }
  std::string fault() const override { return why_; }

 private:
  keystore::Errc errc_;
  std::string why_;
};

/// Self-signed, of `key`.
inline crypto::Certificate certificate_of(const crypto::PrivateKey& key, const Lifetime& life,
                                          crypto::Profile profile = crypto::Profile::root) {
  crypto::CertificateSpec spec{profile, {}, life.generated, life.expires, "12345678"};
  spec.subject.country = "IN";
  spec.subject.common_name = "partner";
  return crypto::issue_certificate(spec, key.public_key(), nullptr, key).value();
}
inline std::shared_ptr<crypto::SoftPrivateKey> new_ec_key() {
  return crypto::SoftPrivateKey::generate(crypto::KeyKind::ec_p256).value();
}
}  // namespace keymanager
