// tests/keystore/offline_test.cc: what a keystore that was taken offline answers.
#include "crypto/keystore/offline.h"

#include <gtest/gtest.h>

namespace keystore {
TEST(OfflineKeystore, RefusesEveryCallAndIsNoFault) {
  const auto store = offline_keystore();
  EXPECT_EQ(store->type(), "OFFLINE");
  EXPECT_EQ(store->generate("a", crypto::KeyKind{1}).error(), Errc::offline);
  EXPECT_EQ(store->generate_secret("a").error(), Errc::offline);
  EXPECT_EQ(store->import_secret("a", {}).error(), Errc::offline);
  EXPECT_EQ(store->open("a", "").error(), Errc::offline);
  EXPECT_EQ(store->remove("a").error(), Errc::offline);
  EXPECT_EQ(store->aliases().error(), Errc::offline);
  EXPECT_EQ(store->export_pkcs8("a", "").error(), Errc::offline);
  EXPECT_EQ(missing_aliases(*store, {"a"}).error(), Errc::offline);
  EXPECT_EQ(store->fault(), "");
}
}  // namespace keystore
