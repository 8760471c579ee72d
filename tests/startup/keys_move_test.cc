// tests/startup/keys_move_test.cc: a move that was interrupted, and is made again.
#include "http/startup/keys_move.h"

#include <gtest/gtest.h>

#include <map>

#include "http/startup/problem.h"
#include "tests/keymanager/keys.h"

namespace startup {
namespace {
using keystore::Errc;

/// Holds its keys itself; may go away between a key and its certificate.
class Shelf final : public keystore::Keystore {
 public:
  std::string_view type() const override { return "SHELF"; }
  Expected<keystore::NewKey, Errc> generate(const std::string&, crypto::KeyKind) override {
    return Errc::not_supported;
  }
  Expected<std::string, Errc> generate_secret(const std::string&) override {
    return Errc::not_supported;
  }
  Expected<crypto::PrivateKeyPtr, Errc> open(const std::string& alias, std::string_view) override {
    ++opened;
    if (!keys.contains(alias)) return Errc::no_such_alias;
    return keys.at(alias);
  }
  Expected<Done, Errc> put_certificate(const std::string& alias,
                                       const crypto::Certificate& certificate) override {
    if (goes_away) return Errc::unavailable;
    certificates.insert_or_assign(alias, certificate);
    return Done{};
  }
  Expected<crypto::Certificate, Errc> certificate(const std::string& alias) override {
    if (!certificates.contains(alias)) return Errc::no_such_alias;
    return certificates.at(alias);
  }
  Expected<Done, Errc> remove(const std::string&) override { return Errc::not_supported; }
  Expected<std::vector<std::string>, Errc> aliases() override {
    if (!lists) return Errc::unavailable;
    std::vector<std::string> out;
    for (const auto& [alias, key] : keys) out.push_back(alias);
    return out;
  }
  Expected<crypto::SecureBytes, Errc> export_pkcs8(const std::string&, std::string_view) override {
    return Errc::not_supported;
  }
  Expected<keystore::NewKey, Errc> import_pkcs8(const std::string& alias,
                                                std::span<const std::byte> der,
                                                const crypto::Certificate& certificate) override {
    if (keys.contains(alias)) return Errc::failed;
    const crypto::PrivateKeyPtr key = crypto::SoftPrivateKey::from_pkcs8_der(der).value();
    keys[alias] = key;
    if (goes_away) return Errc::unavailable;
    certificates.insert_or_assign(alias, certificate);
    return keystore::NewKey{key, {}};
  }
  std::string fault() const override { return "it is away"; }

  std::map<std::string, crypto::PrivateKeyPtr> keys;
  std::map<std::string, crypto::Certificate> certificates;
  bool goes_away = false;
  bool lists = true;
  int opened = 0;
};

class KeysMove : public testing::Test {
 protected:
  size_t move() {
    std::vector<std::string> renewed;
    return moved_keys(ring, {*soft, shelf}, renewed).size();
  }

  const keymanager::KeyRing ring =
      keymanager::ring_of({{{"ROOT", ""},
                            {keymanager::noon, keymanager::noon},
                            keymanager::Kept::keystore,
                            "a",
                            "root"},
                           {{"REGISTRATION", ""}, {keymanager::noon, keymanager::noon}}});
  const std::shared_ptr<keystore::Keystore> soft = keymanager::open_keystore();
  Shelf shelf;
};

TEST_F(KeysMove, AnInterruptedOneBringsTheCertificateTheNextTime) {
  shelf.goes_away = true;
  EXPECT_THROW(move(), Problem);
  EXPECT_EQ(shelf.keys.size(), 1u);
  EXPECT_TRUE(shelf.certificates.empty());
  EXPECT_THROW(move(), Problem) << "it is not said to be there while its certificate is not";
  shelf.goes_away = false;
  EXPECT_EQ(move(), 2u);
  ASSERT_EQ(shelf.certificates.size(), 2u);
  for (const auto& [alias, certificate] : shelf.certificates)
    EXPECT_EQ(certificate.der(), ring.by_alias(alias)->certificate);
}

TEST_F(KeysMove, AskedForAKeyIsOnlyWhoHasIt) {
  EXPECT_EQ(move(), 2u);
  EXPECT_EQ(shelf.opened, 0) << "for one that is not there a token is opened anew";
  EXPECT_EQ(move(), 2u) << "what is there is not brought again";
  EXPECT_EQ(shelf.opened, 2);
}

TEST_F(KeysMove, IntoAKeystoreThatDoesNotAnswerEndsBeforeAnythingIsDone) {
  shelf.lists = false;
  EXPECT_THROW(move(), Problem);
  EXPECT_TRUE(shelf.keys.empty());
}
}  // namespace
}  // namespace startup
