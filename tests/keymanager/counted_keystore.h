// tests/keymanager/counted_keystore.h: a soft keystore that keeps a list of what it was given, as
// tokens and files do.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "tests/keymanager/forwarding_keystore.h"

namespace keymanager {
class CountedKeystore final : public ForwardingKeystore {
 public:
  using ForwardingKeystore::ForwardingKeystore;
  std::string_view type() const override { return "COUNTED"; }
  Expected<keystore::NewKey, Errc> generate(const std::string& alias,
                                            crypto::KeyKind kind) override {
    held.insert(alias);
    return ForwardingKeystore::generate(alias, kind);
  }
  Expected<std::string, Errc> generate_secret(const std::string& alias) override {
    held.insert(alias);
    return ForwardingKeystore::generate_secret(alias);
  }
  Expected<Done, Errc> put_certificate(const std::string& alias,
                                       const crypto::Certificate& beside) override {
    if (refuses_certificates) return Errc::failed;
    return ForwardingKeystore::put_certificate(alias, beside);
  }
  Expected<Done, Errc> remove(const std::string& alias) override {
    if (held.erase(alias) == 0) return Errc::no_such_alias;
    return Done{};
  }
  Expected<std::vector<std::string>, Errc> aliases() override {
    return std::vector<std::string>{held.begin(), held.end()};
  }
  Expected<keystore::NewKey, Errc> import_pkcs8(const std::string& alias,
                                                std::span<const std::byte> der,
                                                const crypto::Certificate& beside) override {
    held.insert(alias);
    return ForwardingKeystore::import_pkcs8(alias, der, beside);
  }

  std::set<std::string> held;
  bool refuses_certificates = false;
};
}  // namespace keymanager
