// tests/keymanager/key_maker_test.cc: pairs, certificates and rows as the sheet draws them (keys
// sheet 2.6).
#include "actors/keymanager/key_maker.h"

#include <gtest/gtest.h>

#include "actors/keymanager/key_chain.h"
#include "crypto/random.h"
#include "tests/keymanager/plans.h"

namespace keymanager::key_maker_test {
namespace {
using std::chrono::days;
using std::chrono::minutes;

const KeyName base{"REGISTRATION", "10001_10002"};
const Row root{
    {"ROOT", ""}, {noon - days{1}, noon + days{2000}}, Kept::keystore, "root-alias", "root"};
const Row module_row{
    {"REGISTRATION", ""}, {noon - days{1}, noon + days{2000}}, Kept::keystore, "module-alias"};

KeyMaker maker(std::shared_ptr<keystore::Keystore> keystore = open_keystore()) {
  return {std::make_shared<PrivateKeys>(std::move(keystore)),
          std::make_shared<crypto::SystemRandom>()};
}

/// What generateECSignKey of the module orders: cheap to make.
Generation ec_key(const KeyRing& ring) {
  return generation_of(plan(ring,
                            {Verb::ec_sign,
                             {"REGISTRATION", "EC_SECP256R1_SIGN"},
                             false,
                             {"IN", "KA", "", "IITB", "", "x"},
                             nullptr},
                            noon, ""));
}
Generation base_key(const KeyRing& ring) {
  return generation_of(plan(ring, {Verb::ensure, base, false, {}, nullptr}, noon, ""));
}
}  // namespace

TEST(KeyMaker, AKeyOfTheKeystoreIsSignedByRoot) {
  const KeyRing ring = ring_of({root, module_row});
  const auto made = maker().make(ring, ec_key(ring), noon);
  ASSERT_TRUE(made.ok());
  const KeyVersion& key = *made.value();
  const auto certificate = key.parsed().value();
  EXPECT_EQ(key.alias.size(), 36u);
  EXPECT_EQ(key.kept, Kept::keystore);
  EXPECT_EQ(key.kind, crypto::KeyKind::ec_p256);
  EXPECT_EQ(key.life, (Lifetime{noon, noon + days{1095}}));
  EXPECT_EQ(key.uni_ident, uni_ident_of("REGISTRATION_EC_SECP256R1_SIGN_01-02-2024"));
  EXPECT_EQ(key.thumbprint, certificate.thumbprint());
  EXPECT_EQ(certificate.version(), 3);
  EXPECT_EQ(certificate.not_before(), noon);
  EXPECT_EQ(certificate.not_after(), noon + days{1095});
  EXPECT_EQ(certificate.subject(), (crypto::Name{"IN", "KA", "", "IITB", "", "x"}));
  EXPECT_EQ(certificate.issuer(), crypto::vector_certificate("root").subject());
  EXPECT_EQ(certificate.signature_algorithm(), "RSA-SHA256");
  EXPECT_TRUE(certificate.is_ca());
  EXPECT_TRUE(certificate.is_signed_by(crypto::vector_key("root")->public_key()));
  EXPECT_FALSE(certificate.is_signed_by(crypto::vector_key("kernel_sign")->public_key()));
}

TEST(KeyMaker, ItsPrivateHalfOpensAndBelongsToIt) {
  const KeyRing ring = ring_of({root, module_row});
  const KeyMaker with = maker();
  for (const Generation& generation : {ec_key(ring), base_key(ring)}) {
    const auto made = with.make(ring, generation, noon).value();
    // Anew, as after a restart: nothing is remembered.
    PrivateKeys keys{open_keystore()};
    const auto key = keys.open(ring.with({made}), *made);
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(key.value()->public_key().spki_der(),
              made->parsed().value().public_key().value().spki_der());
  }
}

TEST(KeyMaker, ABaseKeyIsWrappedAndSignedByItsModule) {
  const KeyRing ring = ring_of({root, module_row});
  const auto made = maker().make(ring, base_key(ring), noon).value();
  const auto certificate = made->parsed().value();
  EXPECT_EQ(made->kept, Kept::wrapped);
  EXPECT_EQ(made->module_alias, "module-alias");
  EXPECT_EQ(made->life.expires, noon + days{730});
  EXPECT_EQ(certificate.subject().common_name, "REGISTRATION-10001_10002");
  EXPECT_EQ(certificate.issuer(), crypto::vector_certificate("registration_master").subject());
  EXPECT_EQ(certificate.public_key().value().bits(), 2048);
  EXPECT_FALSE(certificate.is_ca());
  EXPECT_TRUE(certificate.may_encipher_keys());
  EXPECT_FALSE(certificate.may_sign());

  const auto chain = chain_of(ring.with({made}), *made);
  ASSERT_EQ(chain.size(), 3u);
  EXPECT_EQ(chain[0].thumbprint(), made->thumbprint);
  EXPECT_EQ(chain[1].thumbprint(), version(module_row)->thumbprint);
  EXPECT_EQ(chain[2].thumbprint(), version(root)->thumbprint);
  EXPECT_TRUE(crypto::chain_is_trusted(chain[0], std::span{chain}.subspan(1, 1),
                                       std::span{chain}.subspan(2), noon + days{1}));
}

TEST(KeyMaker, ARootSignsItself) {
  const KeyRing none;
  auto generation = generation_of(plan(
      none, {Verb::master, {"ROOT", ""}, false, {"IN", "", "", "", "", "r"}, nullptr}, noon, ""));
  generation.kind = crypto::KeyKind::ec_p256;  // cheaper than the RSA of the plan
  const auto made = maker().make(none, generation, noon).value();
  EXPECT_TRUE(made->parsed().value().is_self_signed());
  EXPECT_EQ(made->life.expires, noon + days{2920});
  EXPECT_EQ(chain_of(none.with({made}), *made).size(), 1u);
}

TEST(KeyMaker, ASecretHasNoCertificate) {
  const KeyRing none;
  const auto made =
      maker()
          .make(none,
                generation_of(plan(none,
                                   {Verb::secret, {"KERNEL", "IDENTITY_CACHE"}, false, {}, nullptr},
                                   noon, "")),
                noon)
          .value();
  EXPECT_EQ(made->kept, Kept::secret);
  EXPECT_EQ(made->certificate, "");
  EXPECT_EQ(made->record.size(), 32u);  // the fake does not seal
  EXPECT_EQ(made->life.expires, noon + days{3650});
}

TEST(KeyMaker, NoKeyIsYoungerThanItsSuccessor) {
  const KeyRing ring = ring_of({root, module_row});
  KeyMaker with = maker();
  const auto first = with.make(ring, ec_key(ring), noon).value();
  const auto second = with.make(ring.with({first}), ec_key(ring), noon - minutes{4}).value();
  EXPECT_EQ(second->life.generated, noon + std::chrono::microseconds{1});
  EXPECT_NE(second->uni_ident, first->uni_ident);
  EXPECT_NE(second->kid(), first->kid());
  // A clock that was set back a lot is believed.
  EXPECT_EQ(with.make(ring.with({first}), ec_key(ring), noon - minutes{6}).value()->life.generated,
            noon - minutes{6});
}

TEST(KeyMaker, SubjectsThatX509CannotHoldAreTold) {
  const KeyRing ring = ring_of({root, module_row});
  Generation generation = ec_key(ring);
  generation.subject.common_name = "\xff";
  EXPECT_EQ(maker().make(ring, generation, noon).error(), Errc::key_request_invalid);
}

TEST(KeyMaker, ARefusingKeystoreIsTold) {
  const KeyRing ring = ring_of({root, module_row});
  const auto why = [&](keystore::Errc errc, const Generation& generation) {
    return maker(std::make_shared<RefusingKeystore>(errc, "no token"))
        .make(ring, generation, noon)
        .faults()
        .front();
  };
  const Generation secret =
      generation_of(plan(ring, {Verb::secret, {"KERNEL", "x"}, false, {}, nullptr}, noon, ""));
  Generation self_signed = ec_key(ring);
  self_signed.issuer = nullptr;
  for (const Generation& generation : {secret, self_signed, base_key(ring)}) {
    EXPECT_EQ(why(keystore::Errc::failed, generation),
              (Fault{Errc::keystore_failed, {"no token"}}));
    EXPECT_EQ(why(keystore::Errc::unavailable, generation).errc, Errc::keystore_failed);
    EXPECT_EQ(why(keystore::Errc::not_supported, generation).errc, Errc::keystore_unsupported);
    EXPECT_EQ(why(keystore::Errc::offline, generation).errc, Errc::keystore_offline);
  }
}

TEST(KeyMaker, AnIssuerWithoutACertificateIsOurMistake) {
  const KeyRing ring = ring_of({root, module_row});
  Generation generation = ec_key(ring);
  KeyVersion spoilt = *generation.issuer;
  spoilt.certificate = "spoilt";
  generation.issuer = std::make_shared<const KeyVersion>(spoilt);
  EXPECT_EQ(maker().make(ring, generation, noon).error(), Errc::key_internal);
}
}  // namespace keymanager::key_maker_test
