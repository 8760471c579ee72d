// tests/keystore/token_pool_test.cc: a token that hangs, and what the crypto pool goes on doing.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "actors/crypto_pool/crypto_pool.h"
#include "crypto/private_key.h"
#include "tests/keystore/faulty_library.h"
#include "tests/keystore/soft_hsm.h"

namespace keystore {
using crypto_pool::Outcome;
using crypto_pool::Speed;

class TokenPool : public testing::Test {
 protected:
  TokenPool() {
    faulty().reset();
    Pkcs11Options options = hsm.options(faulty_library);
    options.sessions_max = 2;
    options.session_wait = std::chrono::milliseconds{50};
    options.restart_pause = pause;
    options.now = [this] { return std::chrono::steady_clock::time_point{now.load()}; };
    store = pkcs11_keystore(std::move(options)).value();
    in_token = store->generate("key", crypto::KeyKind::ec_p256).value().key;
    crypto_pool::Config config;
    config.fast = {1, 8, 1};
    config.slow = {1, 8, 1};
    config.device = crypto_pool::device_limits(store->device_calls_max());
    pool = std::make_unique<crypto_pool::Pool>(system, config);
  }
  ~TokenPool() override {
    tell([](FaultyControls& c) { c.hold_signs = false; });
    pool->stop();
  }
  template <class Change>
  static void tell(Change change) {
    const std::lock_guard lock{faulty().mutex};
    change(faulty());
    faulty().changed.notify_all();
  }

  /// Whether a signature was made, in the lane of such keys.
  std::future<bool> signature(Speed speed, const crypto::PrivateKeyPtr& key) {
    const auto made = std::make_shared<std::promise<bool>>();
    auto out = made->get_future();
    pool->lane(speed)->submit(
        {{.work = [key, made] { made->set_value(key->sign(scheme, "message").ok()); }},
         [](Outcome) {}});
    return out;
  }
  void hang_sessions(size_t count) {
    tell([](FaultyControls& c) { c.hold_signs = true; });
    for (size_t i = 0; i < count; ++i) hanging.push_back(signature(Speed::device, in_token));
    std::unique_lock lock{faulty().mutex};
    faulty().changed.wait(lock, [&] { return faulty().signs_held == count; });
  }
  void hang_all_sessions() { hang_sessions(2); }

  static constexpr std::chrono::seconds pause{1};
  static constexpr auto scheme = crypto::Scheme::ecdsa_sha256;
  SoftHsm hsm;
  std::atomic<std::chrono::steady_clock::duration> now{std::chrono::hours{1}};
  std::unique_ptr<Keystore> store;
  crypto::PrivateKeyPtr in_token;
  crypto::PrivateKeyPtr soft = crypto::SoftPrivateKey::generate(crypto::KeyKind::ec_p256).value();
  caf::actor_system_config config_;
  caf::actor_system system{config_};
  std::unique_ptr<crypto_pool::Pool> pool;
  std::vector<std::future<bool>> hanging;
};

TEST_F(TokenPool, SoftwareKeysGoOnAndTheTokenIsRefusedAtOnceUntilItAnswers) {
  hang_all_sessions();
  EXPECT_TRUE(signature(Speed::fast, soft).get());
  EXPECT_TRUE(signature(Speed::slow, soft).get());
  now = now.load() + std::chrono::seconds{10};
  EXPECT_THAT(store->fault(), testing::HasSubstr("has not answered"));
  // More than there are threads: the one that is left finds that out for all.
  std::vector<std::future<bool>> refused;
  for (int i = 0; i < 20; ++i) refused.push_back(signature(Speed::device, in_token));
  for (auto& one : refused) EXPECT_FALSE(one.get());
  EXPECT_TRUE(signature(Speed::fast, soft).get());
  tell([](FaultyControls& c) { c.hold_signs = false; });
  for (auto& one : hanging) EXPECT_TRUE(one.get());
  EXPECT_TRUE(signature(Speed::device, in_token).get());
  EXPECT_EQ(store->fault(), "");
}

TEST_F(TokenPool, SessionsThatAnotherProgramHeldAreTakenOnceTheyAreFree) {
  tell([](FaultyControls& c) {
    c.sessions_allowed = 1;
    c.signs_held_most = 1;
  });
  hang_sessions(1);
  EXPECT_FALSE(signature(Speed::device, in_token).get());
  tell([](FaultyControls& c) { c.sessions_allowed = 2; });
  EXPECT_FALSE(signature(Speed::device, in_token).get()) << "it is not asked for more at each call";
  now = now.load() + pause;
  EXPECT_TRUE(signature(Speed::device, in_token).get());
  EXPECT_EQ(faulty().sessions_most, 2u);
}

TEST_F(TokenPool, TheSessionThatDoesNotHangGoesOn) {
  tell([](FaultyControls& c) { c.signs_held_most = 1; });
  hang_sessions(1);
  now = now.load() + std::chrono::seconds{10};
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(signature(Speed::device, in_token).get());
  EXPECT_EQ(store->fault(), "");
  EXPECT_THAT(store->warning(), testing::HasSubstr("1 of 2 sessions"));
  tell([](FaultyControls& c) { c.hold_signs = false; });
  for (auto& one : hanging) EXPECT_TRUE(one.get());
  EXPECT_EQ(store->warning(), "");
}

TEST_F(TokenPool, WhatWaitsForASessionIsRefusedWhenItsTimeIsOver) {
  hang_all_sessions();
  EXPECT_FALSE(signature(Speed::device, in_token).get());
  EXPECT_THAT(store->fault(), testing::HasSubstr("CKR_SESSION_COUNT"));
  tell([](FaultyControls& c) { c.hold_signs = false; });
  for (auto& one : hanging) EXPECT_TRUE(one.get());
}

TEST_F(TokenPool, AStopDoesNotWaitForACallThatHangs) {
  hang_all_sessions();
  EXPECT_NE(pool->stop_until(std::chrono::steady_clock::now()), crypto_pool::Left::nothing);
  tell([](FaultyControls& c) { c.hold_signs = false; });
  system.await_all_actors_done();  // The pool of this test is destroyed: its threads end first.
}
}  // namespace keystore
