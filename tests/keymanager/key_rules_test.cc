// tests/keymanager/key_rules_test.cc: policies, current key and identifiers of the key manager.
#include "actors/keymanager/key_rules.h"

#include <gtest/gtest.h>

#include "tests/keymanager/keys.h"

namespace keymanager {
using std::chrono::days;
using std::chrono::microseconds;

TEST(KeyRules, NamesFallIntoClasses) {
  EXPECT_EQ(class_of({"ROOT", ""}), KeyClass::root);
  EXPECT_EQ(class_of({"KERNEL", ""}), KeyClass::module_master);
  EXPECT_EQ(class_of({"KERNEL", "SIGN"}), KeyClass::kernel_sign);
  EXPECT_EQ(class_of({"KERNEL", "sign"}), KeyClass::base);
  EXPECT_EQ(class_of({"RESIDENT", "SIGN"}), KeyClass::base);
  EXPECT_EQ(class_of({"RESIDENT", "EC_SECP256K1_SIGN"}), KeyClass::ec_sign);
  EXPECT_EQ(class_of({"RESIDENT", "EC_SECP256R1_SIGN"}), KeyClass::ec_sign);
  EXPECT_EQ(class_of({"RESIDENT", "ED25519_SIGN"}), KeyClass::ed25519_sign);
}

TEST(KeyRules, ValidityComesFromTheRightPolicy) {
  EXPECT_EQ(validity_policy({"ROOT", ""})->validity, days{2920});
  EXPECT_EQ(validity_policy({"PMS", ""})->validity, days{1460});
  EXPECT_EQ(validity_policy({"KERNEL", "SIGN"})->validity, days{1095});
  EXPECT_EQ(validity_policy({"RESIDENT", "EC_SECP256K1_SIGN"})->validity, days{1095});
  EXPECT_EQ(validity_policy({"PMS", "partner"})->validity, days{730});
  EXPECT_EQ(validity_policy({"UNKNOWN", ""}), nullptr);
  EXPECT_EQ(validity_policy({"UNKNOWN", "partner"}), nullptr);
  EXPECT_EQ(validity_policy({"BASE", ""}), nullptr);
  EXPECT_EQ(validity_policy({"BASE", "EC_SECP256R1_SIGN"}), nullptr);
}

TEST(KeyRules, PreExpireComesFromTheRightPolicy) {
  EXPECT_EQ(pre_expire_of({"ROOT", ""}), days{1125});
  EXPECT_EQ(pre_expire_of({"KERNEL", "SIGN"}), days{60});
  EXPECT_EQ(pre_expire_of({"RESIDENT", "ED25519_SIGN"}), days{30});
  EXPECT_EQ(pre_expire_of({"PMS", "partner"}), days{30});
  EXPECT_EQ(pre_expire_of({"PARTNER", "abc"}), days{0});
}

TEST(KeyRules, AKeyHandsOverBeforeItEnds) {
  const Lifetime life = lifetime_from(*policy_of("KERNEL"), noon);
  EXPECT_EQ(life, (Lifetime{noon, noon + days{1095}}));
  const UtcTime hand_over = life.expires - days{60};
  EXPECT_FALSE(is_current(life, days{60}, noon - microseconds{1}));
  EXPECT_TRUE(is_current(life, days{60}, noon));
  EXPECT_TRUE(is_current(life, days{60}, hand_over - microseconds{1}));
  EXPECT_FALSE(is_current(life, days{60}, hand_over));
  EXPECT_TRUE(is_current(life, days{60}, life.expires));
  EXPECT_FALSE(is_current(life, days{60}, life.expires + microseconds{1}));
}

TEST(KeyRules, AForcedRotationEndsTheOldKey) {
  const Lifetime old{noon - days{1}, forced_end(noon)};
  EXPECT_FALSE(is_current(old, days{60}, noon));
}

TEST(KeyRules, ASecondKeyOfOneDayHasAnotherIdentifier) {
  EXPECT_EQ(uni_ident_input({"KERNEL", "SIGN"}, noon, ""), "KERNEL_SIGN_01-02-2024");
  EXPECT_EQ(uni_ident_input({"ROOT", ""}, noon, ""), "ROOT__01-02-2024");
  EXPECT_EQ(uni_ident_input({"ROOT", ""}, noon, "a1"), "ROOT__01-02-2024_a1");
}
}  // namespace keymanager
