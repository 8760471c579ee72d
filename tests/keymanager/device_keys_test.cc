// tests/keymanager/device_keys_test.cc: which keys have to wait for the device that holds them.
#include <gtest/gtest.h>

#include "crypto/base64.h"
#include "tests/keymanager/device_keystore.h"
#include "tests/keymanager/keys.h"

namespace keymanager::device_keys_test {
namespace {
const Row module_row{{"REGISTRATION", ""}};

/// The golden base key.
KeyVersion wrapped_base() {
  KeyVersion out = *version(
      {{"REGISTRATION", "10001_10002"}, {noon, noon}, Kept::wrapped, "base", "registration_base"});
  out.record = crypto::base64url_decode(
                   text_of(crypto_vectors()["key_store_wrap"]["private_key_column_b64u"]))
                   .value();
  out.module_alias = "REGISTRATION/";
  return out;
}
}  // namespace

TEST(DeviceKeys, OfTheDeviceWaitAlwaysAndWrappedOnesUntilTheyWereOpened) {
  PrivateKeys keys{std::make_shared<DeviceKeystore>(open_keystore()), open_keystore()};
  const KeyRing ring = ring_of({module_row});
  const auto module = version(module_row);
  EXPECT_TRUE(keys.waits_for_device(*module));
  EXPECT_TRUE(keys.waits_for_device(wrapped_base()));
  ASSERT_TRUE(keys.open(ring, wrapped_base()).ok());
  EXPECT_FALSE(keys.waits_for_device(wrapped_base())) << "it is in this process now";
  EXPECT_TRUE(keys.waits_for_device(*module)) << "opened or not";
}

TEST(DeviceKeys, SealedOnesAndThoseOfOthersNeverWait) {
  PrivateKeys keys{std::make_shared<DeviceKeystore>(open_keystore()), open_keystore()};
  for (const Kept kept : {Kept::sealed, Kept::certificate_only})
    EXPECT_FALSE(keys.waits_for_device(*version({{"AUTH_TOKEN", ""}, {noon, noon}, kept})));
}

TEST(DeviceKeys, WithoutADeviceNoneWaits) {
  PrivateKeys keys{open_keystore()};
  EXPECT_FALSE(keys.waits_for_device(*version(module_row)));
  EXPECT_FALSE(keys.waits_for_device(wrapped_base()));
}
}  // namespace keymanager::device_keys_test
