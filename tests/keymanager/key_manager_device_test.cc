// tests/keymanager/key_manager_device_test.cc: whose threads make a key when keys are in a device.
#include <gtest/gtest.h>

#include "actors/keymanager/key_manager_actor.h"
#include "crypto/random.h"
#include "tests/fakes/held_journal.h"
#include "tests/keymanager/device_keystore.h"
#include "tests/keymanager/held_pool.h"
#include "tests/keymanager/keys.h"

namespace keymanager {
namespace {
const Lifetime alive{noon - std::chrono::days{1}, noon + std::chrono::days{2000}};
const Row root_row{{"ROOT", ""}, alive, Kept::keystore, "", "root"};
const Row module{{"REGISTRATION", ""}, alive};
}  // namespace

class KeyManagerDevice : public ::testing::Test {
 protected:
  Asked<Outcome> ask(Order order) {
    const auto keys = std::make_shared<PrivateKeys>(
        std::make_shared<DeviceKeystore>(open_keystore()), open_keystore());
    Config config{board, {keys, std::make_shared<crypto::SystemRandom>()}, slow.runner()};
    config.device = device.runner();
    const auto actor =
        actors.spawn(key_manager, config, journal.host(owner), Clock{[] { return noon; }});
    return actors.ask<Outcome>(actor, order_atom::value, std::move(order));
  }

  const store::Owner owner{0, store::Service::keymanager};
  ActorFixture actors;
  HeldJournal journal{actors};
  HeldPool slow{actors};
  HeldPool device{actors};
  std::shared_ptr<KeyBoard> board =
      std::make_shared<KeyBoard>(std::make_shared<const KeyRing>(ring_of({root_row, module})));
};

TEST_F(KeyManagerDevice, APairOfThisProcessIsMadeHereAndOnlySignedThere) {
  const auto asked = ask({Verb::ensure, {"REGISTRATION", "1_2"}, false, {}, nullptr});
  EXPECT_EQ(slow.waiting(), 1u);
  EXPECT_EQ(device.waiting(), 0u);
  slow.release();
  EXPECT_EQ(slow.waiting(), 0u);
  EXPECT_EQ(device.waiting(), 1u);
  device.release();
  journal.release();
  const auto made = asked.value().key;
  EXPECT_EQ(made->kept, Kept::wrapped);
  EXPECT_FALSE(made->certificate.empty());
}

TEST_F(KeyManagerDevice, ARefusedPairIsTheOrdersFault) {
  const auto asked = ask({Verb::ensure, {"REGISTRATION", "1_2"}, false, {}, nullptr});
  slow.refuse();
  EXPECT_EQ(asked.error(), Errc::overloaded);
  EXPECT_EQ(device.waiting(), 0u);
}

TEST_F(KeyManagerDevice, AKeyOfTheDeviceIsMadeThere) {
  const auto asked = ask({Verb::ec_sign,
                          {"REGISTRATION", "EC_SECP256R1_SIGN"},
                          false,
                          {"IN", "", "", "", "", "x"},
                          nullptr});
  EXPECT_EQ(slow.waiting(), 0u);
  EXPECT_EQ(device.waiting(), 1u);
  device.release();
  journal.release();
  EXPECT_EQ(asked.value().key->kept, Kept::keystore);
}

TEST_F(KeyManagerDevice, TheKeyOfSignInNeverWaitsForTheDevice) {
  const auto asked = ask({Verb::ensure, {"AUTH_TOKEN", ""}, false, {}, nullptr});
  EXPECT_EQ(device.waiting(), 0u);
  EXPECT_EQ(slow.waiting(), 1u);
  slow.release();
  journal.release();
  EXPECT_EQ(asked.value().key->kept, Kept::sealed);
}

TEST_F(KeyManagerDevice, AnUploadedCertificateIsPutThere) {
  const auto certificate = std::make_shared<const crypto::Certificate>(
      certificate_of(*crypto::vector_key("registration_master"), alive));
  const auto asked = ask({Verb::upload, module.name, false, {}, certificate});
  EXPECT_EQ(slow.waiting(), 0u);
  EXPECT_EQ(device.waiting(), 1u);
  device.release();
  journal.release();
  EXPECT_EQ(asked.value().key->thumbprint, certificate->thumbprint());
}
}  // namespace keymanager
