// tests/keystore/backends.cc: how each is made.
#include "tests/keystore/backends.h"

#include "crypto/keystore/soft.h"

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

class SoftBackend : public Backend {
 public:
  std::unique_ptr<Keystore> open() override { return soft_keystore(open_sealing()); }
  bool holds_keys() const override { return false; }
};
}  // namespace

std::unique_ptr<Backend> soft_backend() { return std::make_unique<SoftBackend>(); }
}  // namespace keystore
