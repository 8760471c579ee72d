// tests/partner/key_path_test.cc: chains of our keys that end elsewhere.
#include "actors/partner/key_path.h"

#include <gtest/gtest.h>

#include "tests/keymanager/keys.h"
#include "tests/partner/certificates.h"

namespace partner {
namespace {
const keymanager::Lifetime key_life{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};

TEST(KeyPath, OwnKeysEndAtOurRoot) {
  const auto ring = keymanager::ring_of(
      {{{"ROOT", ""}, key_life, keymanager::Kept::keystore, "", "root"},
       {{"PMS", ""}, key_life, keymanager::Kept::keystore, "", "registration_master"}});
  const auto chain =
      chain_of_key(ring, *ring.versions({"PMS", ""}).front(), Book{}, "TRUST_CA", noon);
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[1].der(), crypto::vector_certificate("root").der());
}

TEST(KeyPath, AnUploadedCertificateLeadsOverTheDomain) {
  const Holder root = held({"root"});
  const Holder signed_elsewhere = held({"PMS"}, &root);
  auto version = std::make_shared<keymanager::KeyVersion>();
  version->alias = "alias";
  version->name = {"PMS", ""};
  version->life = key_life;
  version->certificate = signed_elsewhere.certificate.der();
  const keymanager::KeyRing ring = keymanager::KeyRing{}.with({version});
  const Book book = book_of({authority(root, "r", "TRUST_CA")});
  EXPECT_EQ(chain_of_key(ring, *version, book, "TRUST_CA", noon).size(), 2u);
  EXPECT_EQ(chain_of_key(ring, *version, book, "AUTH", noon).size(), 1u);
}
}  // namespace
}  // namespace partner
