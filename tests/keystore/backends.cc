// tests/keystore/backends.cc: how each is made.
#include "tests/keystore/backends.h"

#include <gtest/gtest.h>

#include "crypto/keystore/pkcs11.h"
#include "crypto/keystore/pkcs12.h"
#include "crypto/keystore/soft.h"
#include "tests/fakes/temporary_directory.h"
#include "tests/keystore/faulty_library.h"
#include "tests/keystore/soft_hsm.h"

namespace keystore {
namespace {
/// Seals nothing, and knows a record by its alias in front.
Sealing open_sealing() {
  Sealing out;
  out.wrap = [](const std::string& alias, std::span<const std::byte> secret) {
    const std::string_view text{reinterpret_cast<const char*>(secret.data()), secret.size()};
    return Expected<std::string, crypto::Errc>{alias + '/' + std::string{text}};
  };
  out.unwrap = [](const std::string& alias,
                  std::string_view record) -> Expected<crypto::SecureBytes, crypto::Errc> {
    if (!record.starts_with(alias + '/')) return crypto::Errc::decryption_failed;
    return crypto::SecureBytes::from(record.substr(alias.size() + 1));
  };
  return out;
}

std::unique_ptr<Keystore> checked(Expected<std::unique_ptr<Keystore>, std::string> made) {
  if (made.ok()) return std::move(made).value();
  ADD_FAILURE() << made.error();
  return nullptr;
}

class SoftBackend : public Backend {
 public:
  std::unique_ptr<Keystore> open() override { return soft_keystore(open_sealing()); }
  bool holds_keys() const override { return false; }
};

class Pkcs12Backend : public Backend {
 public:
  std::unique_ptr<Keystore> open() override {
    return checked(pkcs12_keystore({std::filesystem::path{folder_.path()} / "keys.p12",
                                    crypto::SecureBytes::from(std::string_view{"pass phrase"})}));
  }

 private:
  TemporaryDirectory folder_;
};

class Pkcs11Backend : public Backend {
 public:
  explicit Pkcs11Backend(std::vector<CK_MECHANISM_TYPE> hidden) : hidden_(std::move(hidden)) {}

  std::unique_ptr<Keystore> open() override {
    if (hidden_.empty()) return checked(pkcs11_keystore(hsm_.options()));
    faulty().reset();
    faulty().hidden = hidden_;
    return checked(pkcs11_keystore(hsm_.options(faulty_library)));
  }
  bool exports() const override { return false; }

 private:
  SoftHsm hsm_;
  std::vector<CK_MECHANISM_TYPE> hidden_;
};
}  // namespace

std::unique_ptr<Backend> soft_backend() { return std::make_unique<SoftBackend>(); }
std::unique_ptr<Backend> pkcs12_backend() { return std::make_unique<Pkcs12Backend>(); }
std::unique_ptr<Backend> pkcs11_backend() {
  return std::make_unique<Pkcs11Backend>(std::vector<CK_MECHANISM_TYPE>{});
}
std::unique_ptr<Backend> raw_pkcs11_backend() {
  return std::make_unique<Pkcs11Backend>(
      std::vector<CK_MECHANISM_TYPE>{CKM_RSA_PKCS, CKM_RSA_PKCS_PSS});
}
std::unique_ptr<Backend> oaep_pkcs11_backend() {
  return std::make_unique<Pkcs11Backend>(std::vector<CK_MECHANISM_TYPE>{CKM_RSA_X_509});
}
}  // namespace keystore
