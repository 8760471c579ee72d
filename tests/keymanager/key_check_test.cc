// tests/keymanager/key_check_test.cc: keys that are whole, and each way in which one is not.
#include "actors/keymanager/key_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actors/keymanager/key_maker.h"
#include "crypto/keystore/soft.h"
#include "crypto/random.h"

namespace keymanager {
namespace {
using std::chrono::days;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
const UtcTime noon{std::chrono::seconds{1'704'196'800}};

/// Records are the keys themselves: what is tested is who looks at them.
keystore::Sealing plain_sealing() {
  return {.wrap = [](const std::string&,
                     std::span<const std::byte> secret) -> Expected<std::string, crypto::Errc> {
            return std::string{reinterpret_cast<const char*>(secret.data()), secret.size()};
          },
          .unwrap = [](const std::string&,
                       std::string_view record) -> Expected<crypto::SecureBytes, crypto::Errc> {
            return crypto::SecureBytes::from(record);
          }};
}

/// ROOT signs KERNEL, KERNEL signs and wraps KERNEL:BASE; an Ed25519 key and a secret beside them.
class KeyCheck : public testing::Test {
 protected:
  KeyCheck() {
    root_ = make(generation({"ROOT", ""}, crypto::Profile::root, nullptr));
    kernel_ = make(generation({"KERNEL", ""}, crypto::Profile::module, root_));
    base_ = make_base("BASE");
    Generation edwards = generation({"KERNEL", "ED25519_SIGN"}, crypto::Profile::module, kernel_);
    edwards.kind = crypto::KeyKind::ed25519;
    edwards_ = make(edwards);
    Generation secret = generation({"KERNEL", "CACHE"}, crypto::Profile::base, nullptr);
    secret.kept = Kept::secret;
    secret_ = make(secret);
  }

  /// Its common name is its application and reference.
  static Generation generation(const KeyName& name, crypto::Profile profile,
                               const KeyVersionPtr& issuer) {
    Generation out;
    out.name = name;
    out.profile = profile;
    out.subject.common_name = name.application_id + name.reference_id;
    out.issuer = issuer;
    out.validity = days{100};
    return out;
  }
  KeyVersionPtr make_base(const std::string& reference) {
    Generation base = generation({"KERNEL", reference}, crypto::Profile::base, kernel_);
    base.kept = Kept::wrapped;
    return make(base);
  }
  KeyVersionPtr make(const Generation& generation) {
    auto made = maker_.make(ring_, generation, noon);
    if (!made.ok()) throw std::runtime_error(text_of(made.faults().front()));
    ring_ = ring_.with({made.value()});
    return made.value();
  }

  /// What is found when `change` has been at the stored row of `version`.
  template <class Change>
  std::vector<std::string> faults_after(const KeyVersionPtr& version, const Change& change) const {
    auto changed = std::make_shared<KeyVersion>(*version);
    change(*changed);
    // Another look at the keystore: nothing is remembered as opened.
    PrivateKeys keys{keystore_};
    return faults_of(ring_.with({changed}), keys);
  }

  std::shared_ptr<keystore::Keystore> keystore_ = keystore::soft_keystore(plain_sealing());
  KeyMaker maker_{std::make_shared<PrivateKeys>(keystore_),
                  std::make_shared<crypto::SystemKeyRandom>()};
  KeyRing ring_;
  KeyVersionPtr root_, kernel_, base_, edwards_, secret_;
};

TEST_F(KeyCheck, WholeKeysHaveNoFault) { EXPECT_THAT(faults_of(ring_, *maker_.keys), IsEmpty()); }

TEST_F(KeyCheck, ACertificateThatDoesNotParse) {
  EXPECT_THAT(faults_after(edwards_, [](KeyVersion& v) { v.certificate.resize(40); }),
              ElementsAre(label_of(*edwards_) + ": the certificate does not parse"));
}

TEST_F(KeyCheck, APrivateHalfOfAnotherKey) {
  const auto faults =
      faults_after(edwards_, [&](KeyVersion& v) { v.certificate = kernel_->certificate; });
  EXPECT_THAT(faults, ElementsAre(HasSubstr("the certificate is of another kind of key")));
  const auto swapped = faults_after(kernel_, [&](KeyVersion& v) { v.record = root_->record; });
  EXPECT_THAT(swapped, testing::Contains(label_of(*kernel_) +
                                         ": what the private key signs does not verify with the "
                                         "certificate"));
}

TEST_F(KeyCheck, ABaseKeyThatDecryptsForAnother) {
  const auto other = make_base("OTHER");
  EXPECT_THAT(faults_after(base_, [&](KeyVersion& v) { v.record = other->record; }),
              ElementsAre(label_of(*base_) +
                          ": the private key does not decrypt what is for the certificate"));
}

TEST_F(KeyCheck, APrivateHalfThatDoesNotOpen) {
  EXPECT_THAT(faults_after(edwards_, [](KeyVersion& v) { v.record = "?"; }),
              ElementsAre(HasSubstr("the private key does not open")));
  EXPECT_THAT(faults_after(base_, [](KeyVersion& v) { v.record.back() ^= 1; }),
              ElementsAre(HasSubstr("the key wrapped for " + kernel_->alias + " does not open")));
  EXPECT_THAT(faults_after(base_, [](KeyVersion& v) { v.record.clear(); }),
              ElementsAre(HasSubstr("the key wrapped for " + kernel_->alias + " does not open")));
  EXPECT_THAT(faults_after(base_, [](KeyVersion& v) { v.module_alias = "nobody"; }),
              ElementsAre(HasSubstr("the key wrapped for nobody does not open")));
}

TEST_F(KeyCheck, ABaseKeyThatWasGivenUpIsACertificateAlone) {
  EXPECT_THAT(faults_after(base_,
                           [](KeyVersion& v) {
                             v.record.clear();
                             v.module_alias.clear();
                           }),
              IsEmpty());
}

TEST_F(KeyCheck, ASecretOfAnotherLength) {
  EXPECT_THAT(faults_after(secret_, [](KeyVersion& v) { v.record.pop_back(); }),
              ElementsAre(HasSubstr("the secret has another length")));
}

TEST_F(KeyCheck, AnIssuerThatDidNotSign) {
  // Another root of the same name: its key signed none of the modules.
  const auto faults = faults_after(root_, [&](KeyVersion& v) {
    const auto key = crypto::SoftPrivateKey::generate(crypto::KeyKind::rsa).value();
    const auto forged =
        crypto::issue_certificate({crypto::Profile::root, root_->parsed().value().subject(), noon,
                                   noon + days{300}, "12345678"},
                                  key->public_key(), nullptr, *key);
    v.certificate = forged.value().der();
    const auto der = key->to_pkcs8_der();
    v.record = std::string{der.value().view()};
  });
  EXPECT_THAT(faults, ElementsAre(label_of(*kernel_) +
                                  ": the certificate does not carry the signature of its issuer "
                                  "CN=ROOT"));
}

TEST_F(KeyCheck, AnIssuerElsewhereIsNoFault) {
  const KeyRing without_root = KeyRing{}.with({kernel_, base_, edwards_, secret_});
  EXPECT_THAT(faults_of(without_root, *maker_.keys), IsEmpty());
}
}  // namespace
}  // namespace keymanager
