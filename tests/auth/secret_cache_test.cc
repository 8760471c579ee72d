// tests/auth/secret_cache_test.cc: what the cache may vouch for.
#include "actors/auth/secret_cache.h"

#include <gtest/gtest.h>

namespace auth {
static SecretCache cache() { return SecretCache{crypto::SecureBytes::from("0123456789abcdef")}; }

TEST(SecretCache, KnowsExactlyWhatWasVerified) {
  auto secrets = cache();
  secrets.remember({"mosip/a", "secret", "phc"}, 0);
  EXPECT_TRUE(secrets.knows({"mosip/a", "secret", "phc"}, 0));
  EXPECT_FALSE(secrets.knows({"mosip/a", "Secret", "phc"}, 0));
  EXPECT_FALSE(secrets.knows({"mosip/b", "secret", "phc"}, 0));
  EXPECT_FALSE(secrets.knows({"mosip/a", "secret", "another phc"}, 0)) << "the secret was changed";
  EXPECT_FALSE(secrets.knows({"mosip/a", "secretp", "hc"}, 0));
}
TEST(SecretCache, ForgetsAfterFiveMinutes) {
  auto secrets = cache();
  secrets.remember({"a", "s", "p"}, 1000);
  EXPECT_TRUE(secrets.knows({"a", "s", "p"}, 1000 + SecretCache::valid_seconds_default - 1));
  EXPECT_FALSE(secrets.knows({"a", "s", "p"}, 1000 + SecretCache::valid_seconds_default));
}
TEST(SecretCache, OfZeroSecondsKnowsNothing) {
  SecretCache secrets{crypto::SecureBytes::from("0123456789abcdef"), 0};
  secrets.remember({"a", "s", "p"}, 1000);
  EXPECT_FALSE(secrets.knows({"a", "s", "p"}, 1000));
}
TEST(SecretCache, IsBoundedAndDropsTheOldest) {
  auto secrets = cache();
  for (size_t i = 0; i <= SecretCache::entries_max; ++i) {
    secrets.remember({std::to_string(i), "s", "p"}, static_cast<int64_t>(i));
  }
  EXPECT_EQ(secrets.size(), SecretCache::entries_max);
  EXPECT_FALSE(secrets.knows({"0", "s", "p"}, 0));
  EXPECT_TRUE(secrets.knows({"1", "s", "p"}, 0));
}
TEST(SecretCache, OneClientHasOneEntry) {
  auto secrets = cache();
  secrets.remember({"a", "old", "p"}, 0);
  secrets.remember({"a", "new", "q"}, 0);
  EXPECT_EQ(secrets.size(), 1u);
  EXPECT_FALSE(secrets.knows({"a", "old", "p"}, 0));
}
}  // namespace auth
