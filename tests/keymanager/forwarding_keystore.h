// tests/keymanager/forwarding_keystore.h: a keystore that hands everything on to another.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/keystore/keystore.h"

namespace keymanager {
/// Tests override what theirs does otherwise.
class ForwardingKeystore : public keystore::Keystore {
 public:
  using Errc = keystore::Errc;
  explicit ForwardingKeystore(std::shared_ptr<keystore::Keystore> to) : to_(std::move(to)) {}

  std::string_view type() const override { return to_->type(); }
  size_t device_calls_max() const override { return to_->device_calls_max(); }
  Expected<keystore::NewKey, Errc> generate(const std::string& alias,
                                            crypto::KeyKind kind) override {
    return to_->generate(alias, kind);
  }
  Expected<std::string, Errc> generate_secret(const std::string& alias) override {
    return to_->generate_secret(alias);
  }
  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string& alias,
                                             std::string_view record) override {
    return to_->open(alias, record);
  }
  Expected<Done, Errc> put_certificate(const std::string& alias,
                                       const crypto::Certificate& beside) override {
    return to_->put_certificate(alias, beside);
  }
  Expected<crypto::Certificate, Errc> certificate(const std::string& alias) override {
    return to_->certificate(alias);
  }
  Expected<Done, Errc> remove(const std::string& alias) override { return to_->remove(alias); }
  Expected<std::vector<std::string>, Errc> aliases() override { return to_->aliases(); }
  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string& alias,
                                                   std::string_view record) override {
    return to_->export_pkcs8(alias, record);
  }
  Expected<keystore::NewKey, Errc> import_pkcs8(const std::string& alias,
                                                std::span<const std::byte> der,
                                                const crypto::Certificate& beside) override {
    return to_->import_pkcs8(alias, der, beside);
  }
  Expected<std::string, Errc> import_secret(const std::string& alias,
                                            std::span<const std::byte> secret) override {
    return to_->import_secret(alias, secret);
  }
  std::string fault() const override { return to_->fault(); }
  std::string warning() const override { return to_->warning(); }
  void try_pin_again() override { to_->try_pin_again(); }

 private:
  std::shared_ptr<keystore::Keystore> to_;
};
}  // namespace keymanager
