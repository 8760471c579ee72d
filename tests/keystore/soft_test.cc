// tests/keystore/soft_test.cc: what the soft keystore does when sealing fails.
#include "crypto/keystore/soft.h"

#include <gtest/gtest.h>

#include "tests/keystore/certificates.h"

namespace keystore {
TEST(SoftKeystore, SaysSoWhenARecordCannotBeSealed) {
  const auto store =
      soft_keystore({[](const std::string&, std::span<const std::byte>) {
                       return Expected<std::string, crypto::Errc>{crypto::Errc::internal};
                     },
                     [](const std::string&, std::string_view) {
                       return Expected<crypto::SecureBytes, crypto::Errc>{crypto::Errc::internal};
                     }});
  EXPECT_EQ(store->generate("a", crypto::KeyKind::ec_p256).error(), Errc::failed);
  EXPECT_EQ(store->generate_secret("a").error(), Errc::failed);
  const auto key = crypto::SoftPrivateKey::generate(crypto::KeyKind::ec_p256).value();
  EXPECT_EQ(store->import_pkcs8("a", key->to_pkcs8_der().value().span(), certificate_of(*key, "a"))
                .error(),
            Errc::failed);
}

TEST(SoftKeystore, OpensNoRecordThatHoldsNoKey) {
  Sealing sealing;
  sealing.unwrap = [](const std::string&, std::string_view record) {
    return Expected<crypto::SecureBytes, crypto::Errc>{crypto::SecureBytes::from(record)};
  };
  const auto store = soft_keystore(std::move(sealing));
  EXPECT_EQ(store->open("a", "no key").error(), Errc::failed);
}
}  // namespace keystore
