// tests/keystore/keystore_suite_test.cc: what every keystore does, over each of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/keystore/backends.h"
#include "tests/keystore/certificates.h"
#include "tests/keystore/soft_hsm_leaks.h"

namespace keystore {
using crypto::KeyKind;
using crypto::Scheme;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

struct Kind {
  const char* name;
  MakeBackend make;
};
class EveryKeystore : public testing::TestWithParam<Kind> {
 protected:
  void reopen() {
    store.reset();
    store = backend->open();
    ASSERT_NE(store, nullptr);
  }
  NewKey generated(const std::string& alias, KeyKind kind) {
    auto made = store->generate(alias, kind);
    EXPECT_TRUE(made.ok()) << alias << ": " << static_cast<int>(made.ok() ? Errc{} : made.error());
    return made.ok() ? std::move(made).value() : NewKey{};
  }
  std::unique_ptr<Backend> backend = GetParam().make();
  std::unique_ptr<Keystore> store = backend->open();
};
INSTANTIATE_TEST_SUITE_P(Keystores, EveryKeystore,
                         testing::Values(Kind{"Soft", soft_backend}, Kind{"Pkcs12", pkcs12_backend},
                                         Kind{"Pkcs11", pkcs11_backend},
                                         Kind{"Pkcs11Raw", raw_pkcs11_backend},
                                         Kind{"Pkcs11Oaep", oaep_pkcs11_backend}),
                         [](const auto& param) { return std::string{param.param.name}; });

constexpr KeyKind kinds[] = {KeyKind::rsa, KeyKind::ec_p256, KeyKind::ec_secp256k1,
                             KeyKind::ed25519};

static std::vector<Scheme> schemes_of(KeyKind kind) {
  if (kind == KeyKind::rsa) return {Scheme::pkcs1_sha256, Scheme::pss_sha256};
  return {kind == KeyKind::ed25519 ? Scheme::eddsa : Scheme::ecdsa_sha256};
}

static void expect_signs(const crypto::PrivateKey& key, Scheme scheme) {
  const std::string message = "what is signed";
  const auto signature = [&] {
    if (scheme != Scheme::eddsa) return key.sign(scheme, message);
    const SoftHsmLeaks tolerated;
    return key.sign(scheme, message);
  }();
  ASSERT_TRUE(signature.ok()) << static_cast<int>(scheme);
  EXPECT_TRUE(key.public_key().verify(scheme, message, signature.value()));
  EXPECT_FALSE(key.public_key().verify(scheme, message + '.', signature.value()));
}

static void expect_decrypts(const crypto::PrivateKey& key) {
  const auto block = key.public_key().encrypt_oaep_sha256("a session key");
  ASSERT_TRUE(block.ok());
  const auto secret = key.decrypt_oaep_sha256(block.value());
  ASSERT_TRUE(secret.ok());
  EXPECT_EQ(secret.value().view(), "a session key");
}

TEST_P(EveryKeystore, MakesEachKindOfKeyAndSignsEachSchemeOfIt) {
  for (const KeyKind kind : kinds) {
    const NewKey made = generated("key-" + std::to_string(static_cast<int>(kind)), kind);
    ASSERT_NE(made.key, nullptr);
    EXPECT_EQ(made.key->public_key().kind(), kind);
    for (const Scheme scheme : schemes_of(kind)) expect_signs(*made.key, scheme);
    const Scheme other = kind == KeyKind::rsa ? Scheme::ecdsa_sha256 : Scheme::pss_sha256;
    EXPECT_EQ(made.key->sign(other, "x").error(), crypto::Errc::bad_key);
  }
}

TEST_P(EveryKeystore, DecryptsAndTellsNothingOfABadBlock) {
  const NewKey made = generated("rsa", KeyKind::rsa);
  expect_decrypts(*made.key);
  std::string block = made.key->public_key().encrypt_oaep_sha256("secret").value();
  for (const size_t at : {size_t{1}, size_t{128}, size_t{255}}) {
    std::string bad = block;
    bad[at] = static_cast<char>(bad[at] ^ 1);
    EXPECT_EQ(made.key->decrypt_oaep_sha256(bad).error(), crypto::Errc::decryption_failed) << at;
  }
  for (const size_t bytes : {size_t{0}, size_t{1}, size_t{255}}) {
    EXPECT_EQ(made.key->decrypt_oaep_sha256(block.substr(0, bytes)).error(),
              crypto::Errc::decryption_failed);
  }
  EXPECT_EQ(made.key->decrypt_oaep_sha256(std::string(256, '\xff')).error(),
            crypto::Errc::decryption_failed);
  const NewKey curve = generated("ec", KeyKind::ec_p256);
  EXPECT_EQ(curve.key->decrypt_oaep_sha256(block).error(), crypto::Errc::bad_key);
}

TEST_P(EveryKeystore, FindsItsKeysAgainAfterARestart) {
  for (const KeyKind kind : kinds) {
    const std::string alias = "again-" + std::to_string(static_cast<int>(kind));
    const NewKey made = generated(alias, kind);
    const std::string spki = made.key->public_key().spki_der();
    reopen();
    const auto opened = store->open(alias, made.record);
    ASSERT_TRUE(opened.ok());
    EXPECT_EQ(opened.value()->public_key().spki_der(), spki);
    expect_signs(*opened.value(), schemes_of(kind).front());
  }
}

TEST_P(EveryKeystore, AKeyOutlivesTheKeystoreThatOpenedIt) {
  const NewKey made = generated("alone", KeyKind::rsa);
  store.reset();
  expect_signs(*made.key, Scheme::pkcs1_sha256);
  expect_decrypts(*made.key);
}

TEST_P(EveryKeystore, KnowsNothingUnderAnotherAlias) {
  const NewKey made = generated("one", KeyKind::ec_p256);
  EXPECT_EQ(store->open("two", made.record).error(), Errc::no_such_alias);
  EXPECT_EQ(store->export_pkcs8("two", made.record).error(), Errc::no_such_alias);
}

TEST_P(EveryKeystore, TakesAnAliasOnce) {
  if (!backend->holds_keys()) GTEST_SKIP() << "the rows hold the aliases";
  const std::string spki = generated("one", KeyKind::ec_p256).key->public_key().spki_der();
  EXPECT_EQ(store->generate("one", KeyKind::rsa).error(), Errc::failed);
  EXPECT_EQ(store->generate_secret("one").error(), Errc::failed);
  ASSERT_TRUE(store->generate_secret("secret").ok());
  EXPECT_EQ(store->generate("secret", KeyKind::ec_p256).error(), Errc::failed);
  EXPECT_EQ(store->open("one", "").value()->public_key().spki_der(), spki);
}

TEST_P(EveryKeystore, TakesASecretMadeElsewhereOnce) {
  const std::string secret(32, 's');
  const auto bytes = std::as_bytes(std::span{secret});
  EXPECT_EQ(store->import_secret("short", bytes.first(16)).error(), Errc::failed);
  const auto record = store->import_secret("one", bytes);
  ASSERT_TRUE(record.ok());
  if (!backend->holds_keys()) {
    EXPECT_EQ(store->export_pkcs8("one", record.value()).value().view(), secret);
    return;
  }
  EXPECT_EQ(store->import_secret("one", bytes).error(), Errc::failed);
  EXPECT_EQ(store->export_pkcs8("one", "").error(), Errc::not_supported);
  reopen();
  EXPECT_THAT(store->aliases().value(), ElementsAre("one"));
}

TEST_P(EveryKeystore, ListsKeysAndSecretsAndMissesTheRest) {
  generated("a", KeyKind::ec_p256);
  ASSERT_TRUE(store->generate_secret("b").ok());
  if (!backend->holds_keys()) {
    EXPECT_EQ(store->aliases().error(), Errc::not_supported);
    return;
  }
  reopen();
  EXPECT_THAT(store->aliases().value(), UnorderedElementsAre("a", "b"));
  EXPECT_THAT(missing_aliases(*store, {"b", "c", "a", "d"}).value(), ElementsAre("c", "d"));
}

TEST_P(EveryKeystore, RemovesAll) {
  const NewKey made = generated("gone", KeyKind::rsa);
  const NewKey kept = generated("kept", KeyKind::ec_p256);
  ASSERT_TRUE(store->put_certificate("gone", certificate_of(*made.key, "gone")).ok());
  ASSERT_TRUE(store->remove("gone").ok());
  if (!backend->holds_keys()) return;
  reopen();
  EXPECT_EQ(store->open("gone", "").error(), Errc::no_such_alias);
  EXPECT_EQ(store->certificate("gone").error(), Errc::no_such_alias);
  EXPECT_EQ(store->remove("gone").error(), Errc::no_such_alias);
  EXPECT_THAT(store->aliases().value(), ElementsAre("kept"));
}

TEST_P(EveryKeystore, KeepsTheLastCertificateOfAKey) {
  const NewKey made = generated("one", KeyKind::rsa);
  const NewKey other = generated("two", KeyKind::ec_p256);
  const auto first = certificate_of(*made.key, "first"),
             second = certificate_of(*made.key, "second");
  ASSERT_TRUE(store->put_certificate("one", first).ok());
  ASSERT_TRUE(store->put_certificate("one", second).ok());
  if (!backend->holds_keys()) {
    EXPECT_EQ(store->certificate("one").error(), Errc::not_supported);
    return;
  }
  EXPECT_EQ(store->put_certificate("two", second).error(), Errc::failed);
  EXPECT_EQ(store->put_certificate("three", second).error(), Errc::no_such_alias);
  reopen();
  EXPECT_EQ(store->certificate("one").value().der(), second.der());
  EXPECT_EQ(store->certificate("two").error(), Errc::no_such_alias);
  expect_signs(*store->open("one", "").value(), Scheme::pss_sha256);
}

TEST_P(EveryKeystore, TakesInKeysMadeElsewhere) {
  for (const KeyKind kind : kinds) {
    const auto key = crypto::SoftPrivateKey::generate(kind).value();
    const auto der = key->to_pkcs8_der().value();
    const auto certificate = certificate_of(*key, "imported");
    const std::string alias = "in-" + std::to_string(static_cast<int>(kind));
    const auto made = store->import_pkcs8(alias, der.span(), certificate);
    ASSERT_TRUE(made.ok()) << alias;
    reopen();
    const auto opened = store->open(alias, made.value().record);
    ASSERT_TRUE(opened.ok()) << alias;
    EXPECT_EQ(opened.value()->public_key().spki_der(), key->public_key().spki_der());
    for (const Scheme scheme : schemes_of(kind)) expect_signs(*opened.value(), scheme);
    if (kind == KeyKind::rsa) expect_decrypts(*opened.value());
    if (backend->holds_keys()) {
      EXPECT_EQ(store->certificate(alias).value().der(), certificate.der());
    }
    const auto out = store->export_pkcs8(alias, made.value().record);
    if (backend->exports()) {
      EXPECT_EQ(out.value().view(), der.view());
    } else {
      EXPECT_EQ(out.error(), Errc::not_supported);
    }
  }
}

TEST_P(EveryKeystore, RefusesAKeyThatIsNotTheCertificates) {
  const auto key = crypto::SoftPrivateKey::generate(KeyKind::ec_p256).value();
  const auto other = crypto::SoftPrivateKey::generate(KeyKind::ec_p256).value();
  const auto der = key->to_pkcs8_der().value();
  const auto certificate = certificate_of(*other, "other");
  EXPECT_EQ(store->import_pkcs8("a", der.span(), certificate).error(), Errc::failed);
  EXPECT_EQ(store->import_pkcs8("a", der.span().first(20), certificate).error(), Errc::failed);
  if (!backend->holds_keys()) return;
  EXPECT_THAT(store->aliases().value(), testing::IsEmpty());
}

TEST_P(EveryKeystore, ServesManyThreadsAtOnce) {
  const NewKey rsa = generated("rsa", KeyKind::rsa);
  constexpr int threads = 8, rounds = 12;
  std::atomic<int> good{0};
  {
    std::vector<std::jthread> callers;
    callers.reserve(threads);
    for (int t = 0; t < threads; ++t) {
      callers.emplace_back([&, t] {
        const auto mine = store->generate("key-" + std::to_string(t), KeyKind::ec_p256);
        for (int round = 0; mine.ok() && round < rounds; ++round) {
          const std::string message = std::to_string(t) + '/' + std::to_string(round);
          const auto one = rsa.key->sign(Scheme::pkcs1_sha256, message);
          const auto two = mine.value().key->sign(Scheme::ecdsa_sha256, message);
          good += one.ok() && two.ok() &&
                  rsa.key->public_key().verify(Scheme::pkcs1_sha256, message, one.value()) &&
                  mine.value().key->public_key().verify(Scheme::ecdsa_sha256, message, two.value());
        }
      });
    }
  }
  EXPECT_EQ(good, threads * rounds);
  EXPECT_EQ(store->fault(), "");
}
}  // namespace keystore
