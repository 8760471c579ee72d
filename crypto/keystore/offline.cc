// crypto/keystore/offline.cc: the same refusal for everything.
#include "crypto/keystore/offline.h"

#include "crypto/certificate.h"

namespace keystore {
namespace {
class Offline : public Keystore {
 public:
  std::string_view type() const override { return "OFFLINE"; }
  Expected<NewKey, Errc> generate(const std::string&, crypto::KeyKind) override {
    return Errc::offline;
  }
  Expected<std::string, Errc> generate_secret(const std::string&) override { return Errc::offline; }
  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string&, std::string_view) override {
    return Errc::offline;
  }
  Expected<Done, Errc> put_certificate(const std::string&, const crypto::Certificate&) override {
    return Errc::offline;
  }
  Expected<crypto::Certificate, Errc> certificate(const std::string&) override {
    return Errc::offline;
  }
  Expected<Done, Errc> remove(const std::string&) override { return Errc::offline; }
  Expected<std::vector<std::string>, Errc> aliases() override { return Errc::offline; }
  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string&, std::string_view) override {
    return Errc::offline;
  }
  Expected<NewKey, Errc> import_pkcs8(const std::string&, std::span<const std::byte>,
                                      const crypto::Certificate&) override {
    return Errc::offline;
  }
  Expected<std::string, Errc> import_secret(const std::string&,
                                            std::span<const std::byte>) override {
    return Errc::offline;
  }
  /// Refusing is what it was configured for.
  std::string fault() const override { return {}; }
};
}  // namespace

std::unique_ptr<Keystore> offline_keystore() { return std::make_unique<Offline>(); }
}  // namespace keystore
