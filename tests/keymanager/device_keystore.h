// tests/keymanager/device_keystore.h: a soft keystore that says that its keys are in a device.
#pragma once
#include "tests/keymanager/forwarding_keystore.h"

namespace keymanager {
class DeviceKeystore final : public ForwardingKeystore {
 public:
  using ForwardingKeystore::ForwardingKeystore;
  std::string_view type() const override { return "DEVICE"; }
  size_t device_calls_max() const override { return 1; }
};
}  // namespace keymanager
