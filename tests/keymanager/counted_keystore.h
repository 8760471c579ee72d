// tests/keymanager/counted_keystore.h: a soft keystore that keeps a list of what it was given, as
// tokens and files do.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/keystore/keystore.h"

namespace keymanager {
class CountedKeystore final : public keystore::Keystore {
 public:
  explicit CountedKeystore(std::shared_ptr<keystore::Keystore> soft) : soft_(std::move(soft)) {}
  std::string_view type() const override { return "COUNTED"; }
  Expected<keystore::NewKey, keystore::Errc> generate(const std::string& alias,
                                                      crypto::KeyKind kind) override {
    held.insert(alias);
    return soft_->generate(alias, kind);
  }
  Expected<std::string, keystore::Errc> generate_secret(const std::string& alias) override {
    held.insert(alias);
    return soft_->generate_secret(alias);
  }
  Expected<crypto::PrivateKeyPtr, keystore::Errc> open(const std::string& alias,
                                                       std::string_view record) override {
    return soft_->open(alias, record);
  }
  Expected<Done, keystore::Errc> put_certificate(const std::string& alias,
                                                 const crypto::Certificate& beside) override {
    if (refuses_certificates) return keystore::Errc::failed;
    return soft_->put_certificate(alias, beside);
  }
  Expected<Done, keystore::Errc> remove(const std::string& alias) override {
    if (held.erase(alias) == 0) return keystore::Errc::no_such_alias;
    return Done{};
  }
  Expected<std::vector<std::string>, keystore::Errc> aliases() override {
    return std::vector<std::string>{held.begin(), held.end()};
  }
  Expected<crypto::SecureBytes, keystore::Errc> export_pkcs8(const std::string& alias,
                                                             std::string_view record) override {
    return soft_->export_pkcs8(alias, record);
  }
  Expected<keystore::NewKey, keystore::Errc> import_pkcs8(
      const std::string& alias, std::span<const std::byte> der,
      const crypto::Certificate& beside) override {
    held.insert(alias);
    return soft_->import_pkcs8(alias, der, beside);
  }
  std::string fault() const override { return {}; }

  std::set<std::string> held;
  bool refuses_certificates = false;

 private:
  std::shared_ptr<keystore::Keystore> soft_;
};
}  // namespace keymanager
