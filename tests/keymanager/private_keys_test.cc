// tests/keymanager/private_keys_test.cc: opening keys, remembering them, and what cannot be opened.
#include "actors/keymanager/private_keys.h"

#include <gtest/gtest.h>

#include "actors/keymanager/public_keys.h"
#include "crypto/base64.h"
#include "tests/keymanager/keys.h"

namespace keymanager::private_keys_test {
namespace {
const KeyName base{"REGISTRATION", "10001_10002"};
const Row module_row{{"REGISTRATION", ""}};

/// The golden base key, wrapped for `module_alias`.
KeyVersion wrapped_for(const std::string& module_alias) {
  KeyVersion out = *version({base, {noon, noon}, Kept::wrapped, "base", "registration_base"});
  out.record = crypto::base64url_decode(
                   text_of(crypto_vectors()["key_store_wrap"]["private_key_column_b64u"]))
                   .value();
  out.module_alias = module_alias;
  return out;
}
}  // namespace

TEST(PrivateKeys, OpensThoseOfTheKeystoreAndWrappedOnes) {
  PrivateKeys keys{open_keystore()};
  const KeyRing ring = ring_of({module_row});
  const auto module_key = keys.open(ring, *version(module_row));
  ASSERT_TRUE(module_key.ok());
  EXPECT_EQ(module_key.value()->public_key().spki_der(),
            crypto::vector_spki("registration_master"));
  const auto base_key = keys.open(ring, wrapped_for("REGISTRATION/"));
  ASSERT_TRUE(base_key.ok());
  EXPECT_EQ(base_key.value()->public_key().spki_der(), crypto::vector_spki("registration_base"));
}

TEST(PrivateKeys, AnOpenKeyIsNotOpenedAgain) {
  PrivateKeys keys{open_keystore()};
  const KeyRing ring = ring_of({module_row});
  const auto first = keys.open(ring, *version(module_row)).value();
  KeyVersion without_record = *version(module_row);
  without_record.record.clear();
  EXPECT_EQ(keys.open(ring, without_record).value(), first);
  // Elsewhere it has to be opened, and cannot be.
  PrivateKeys others{open_keystore()};
  EXPECT_FALSE(others.open(ring, without_record).ok());
}

TEST(PrivateKeys, WhatHasNoPrivateHalfIsRefused) {
  PrivateKeys keys{open_keystore()};
  const KeyRing ring = ring_of({{{"PMS", "x"}, {noon, noon}, Kept::certificate_only}});
  for (const Kept kept : {Kept::certificate_only, Kept::secret})
    EXPECT_EQ(keys.open(ring, *version({base, {noon, noon}, kept})).error(),
              Errc::key_no_unique_alias);
  // Wrapped for a module that is not there, or is none.
  EXPECT_EQ(keys.open(ring, wrapped_for("nobody")).error(), Errc::key_no_unique_alias);
  EXPECT_EQ(keys.open(ring, wrapped_for("PMS/x")).error(), Errc::key_no_unique_alias);
}

TEST(PrivateKeys, ABaseKeyThatWasGivenUpHasNoAlias) {
  PrivateKeys keys{open_keystore()};
  KeyVersion given_up = wrapped_for("");
  given_up.record.clear();
  EXPECT_EQ(keys.open(ring_of({module_row}), given_up).faults(),
            Faults({{Errc::keystore_no_alias, {given_up.alias}}}));
}

TEST(PrivateKeys, ASpoiltRecordIsACryptoFault) {
  PrivateKeys keys{open_keystore()};
  const KeyRing ring = ring_of({module_row});
  KeyVersion spoilt = wrapped_for("REGISTRATION/");
  spoilt.record[0] = static_cast<char>(spoilt.record[0] ^ 1);
  EXPECT_EQ(keys.open(ring, spoilt).faults(),
            Faults({{Errc::key_crypto_failed, {"the operation failed"}}}));
}

TEST(PrivateKeys, FaultsOfKeystoresHaveTheirRows) {
  EXPECT_EQ(fault_of(keystore::Errc::no_such_alias, "a1", ""),
            (Fault{Errc::keystore_no_alias, {"a1"}}));
  EXPECT_EQ(fault_of(keystore::Errc::not_supported, "a1", ""),
            (Fault{Errc::keystore_unsupported, {}}));
  EXPECT_EQ(fault_of(keystore::Errc::offline, "a1", ""), (Fault{Errc::keystore_offline, {}}));
  EXPECT_EQ(fault_of(keystore::Errc::unavailable, "a1", "gone"),
            (Fault{Errc::keystore_failed, {"gone"}}));
  EXPECT_EQ(fault_of(keystore::Errc::failed, "a1", ""),
            (Fault{Errc::keystore_failed, {"it refused"}}));
  EXPECT_EQ(fault_of(crypto::Errc::unavailable).errc, Errc::keystore_failed);
  PrivateKeys keys{std::make_shared<RefusingKeystore>(keystore::Errc::no_such_alias)};
  EXPECT_EQ(keys.open(KeyRing{}, *version(module_row)).faults(),
            Faults({{Errc::keystore_no_alias, {"REGISTRATION/"}}}));
}

TEST(RecentKeys, TheOneUnusedForLongestGoes) {
  RecentKeys<int> keys{2};
  keys.remember("a", 1);
  keys.remember("b", 2);
  EXPECT_EQ(keys.find("a"), 1);
  keys.remember("c", 3);
  EXPECT_EQ(keys.find("b"), std::nullopt);
  EXPECT_EQ(keys.find("a"), 1);
  EXPECT_EQ(keys.find("c"), 3);
}

TEST(RecentKeys, WhatIsRememberedTwiceStaysOnce) {
  RecentKeys<int> keys{2};
  keys.remember("a", 1);
  keys.remember("a", 2);
  keys.remember("b", 3);
  EXPECT_EQ(keys.find("a"), 1);
  EXPECT_EQ(keys.find("b"), 3);
}

TEST(PublicKeys, AreParsedFromTheCertificate) {
  PublicKeys keys;
  const auto key = keys.of(*version(module_row));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(key.value()->spki_der(), crypto::vector_spki("registration_master"));
  EXPECT_EQ(keys.of(*version({base, {noon, noon}, Kept::secret})).error(),
            Errc::key_no_unique_alias);
}

TEST(PublicKeys, AreParsedOnce) {
  PublicKeys keys;
  const auto first = keys.parsed(*version(module_row)), again = keys.parsed(*version(module_row));
  EXPECT_EQ(first.value()->certificate.der(),
            crypto::vector_certificate("registration_master").der());
  EXPECT_EQ(&first.value()->certificate.handle(), &again.value()->certificate.handle());
  EXPECT_EQ(&first.value()->key.handle(), &again.value()->key.handle());
  EXPECT_EQ(&keys.of(*version(module_row)).value()->handle(), &first.value()->key.handle());
}
}  // namespace keymanager::private_keys_test
