// crypto/keystore/soft.cc: keys made here and sealed at once.
#include "crypto/keystore/soft.h"

#include "crypto/certificate.h"
#include "crypto/keystore/matching.h"
#include "crypto/private_key.h"
#include "crypto/random.h"

namespace keystore {
namespace {

class Soft : public Keystore {
 public:
  explicit Soft(Sealing sealing) : sealing_(std::move(sealing)) {}

  std::string_view type() const override { return "SOFT"; }

  Expected<NewKey, Errc> generate(const std::string& alias, crypto::KeyKind kind) override {
    auto key = crypto::SoftPrivateKey::generate(kind);
    if (!key.ok()) return Errc::failed;
    return sealed(alias, std::move(key).value());
  }

  Expected<std::string, Errc> generate_secret(const std::string& alias) override {
    crypto::SecureBytes secret{secret_bytes};
    crypto::SystemKeyRandom random;
    random.fill(secret.span());
    return seal(alias, secret.span());
  }
  Expected<std::string, Errc> import_secret(const std::string& alias,
                                            std::span<const std::byte> secret) override {
    return secret.size() == secret_bytes ? seal(alias, secret) : Errc::failed;
  }

  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string& alias,
                                             std::string_view record) override {
    const auto der = export_pkcs8(alias, record);
    if (!der.ok()) return der.error();
    auto key = crypto::SoftPrivateKey::from_pkcs8_der(der.value().span());
    if (!key.ok()) return Errc::failed;
    return crypto::PrivateKeyPtr{std::move(key).value()};
  }

  Expected<Done, Errc> put_certificate(const std::string&, const crypto::Certificate&) override {
    return Done{};
  }
  Expected<Done, Errc> remove(const std::string&) override { return Done{}; }
  Expected<std::vector<std::string>, Errc> aliases() override { return Errc::not_supported; }

  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string& alias,
                                                   std::string_view record) override {
    auto der = sealing_.unwrap(alias, record);
    if (!der.ok()) return Errc::no_such_alias;
    return std::move(der).value();
  }

  Expected<NewKey, Errc> import_pkcs8(const std::string& alias, std::span<const std::byte> der,
                                      const crypto::Certificate& certificate) override {
    auto key = matching_key(der, certificate);
    if (!key.ok()) return key.error();
    return sealed(alias, std::move(key).value());
  }

  std::string fault() const override { return {}; }

 private:
  Expected<std::string, Errc> seal(const std::string& alias, std::span<const std::byte> secret) {
    auto record = sealing_.wrap(alias, secret);
    if (!record.ok()) return Errc::failed;
    return std::move(record).value();
  }

  Expected<NewKey, Errc> sealed(const std::string& alias,
                                std::shared_ptr<const crypto::SoftPrivateKey> key) {
    const auto der = key->to_pkcs8_der();
    if (!der.ok()) return Errc::failed;
    auto record = seal(alias, der.value().span());
    if (!record.ok()) return record.error();
    return NewKey{std::move(key), std::move(record).value()};
  }

  Sealing sealing_;
};
}  // namespace

std::unique_ptr<Keystore> soft_keystore(Sealing sealing) {
  return std::make_unique<Soft>(std::move(sealing));
}
}  // namespace keystore
