// tests/keymanager/device_keystore.h: a soft keystore that says that its keys are in a device.
#pragma once
#include <memory>
#include <string>
#include <utility>

#include "crypto/certificate.h"
#include "crypto/keystore/keystore.h"

namespace keymanager {
class DeviceKeystore final : public keystore::Keystore {
 public:
  explicit DeviceKeystore(std::shared_ptr<keystore::Keystore> soft) : soft_(std::move(soft)) {}
  std::string_view type() const override { return "DEVICE"; }
  size_t device_calls_max() const override { return 1; }
  Expected<keystore::NewKey, keystore::Errc> generate(const std::string& alias,
                                                      crypto::KeyKind kind) override {
    return soft_->generate(alias, kind);
  }
  Expected<std::string, keystore::Errc> generate_secret(const std::string& alias) override {
    return soft_->generate_secret(alias);
  }
  Expected<crypto::PrivateKeyPtr, keystore::Errc> open(const std::string& alias,
                                                       std::string_view record) override {
    return soft_->open(alias, record);
  }
  Expected<Done, keystore::Errc> put_certificate(const std::string& alias,
                                                 const crypto::Certificate& beside) override {
    return soft_->put_certificate(alias, beside);
  }
  Expected<Done, keystore::Errc> remove(const std::string& alias) override {
    return soft_->remove(alias);
  }
  Expected<std::vector<std::string>, keystore::Errc> aliases() override { return soft_->aliases(); }
  Expected<crypto::SecureBytes, keystore::Errc> export_pkcs8(const std::string& alias,
                                                             std::string_view record) override {
    return soft_->export_pkcs8(alias, record);
  }
  Expected<keystore::NewKey, keystore::Errc> import_pkcs8(
      const std::string& alias, std::span<const std::byte> der,
      const crypto::Certificate& beside) override {
    return soft_->import_pkcs8(alias, der, beside);
  }
  std::string fault() const override { return {}; }

 private:
  std::shared_ptr<keystore::Keystore> soft_;
};
}  // namespace keymanager
