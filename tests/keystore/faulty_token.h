// tests/keystore/faulty_token.h: a token with one key, behind the library that fails and hangs when
// told to.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "crypto/private_key.h"
#include "tests/keystore/faulty_library.h"
#include "tests/keystore/soft_hsm.h"

namespace keystore {
using crypto::KeyKind;
using crypto::Scheme;

class FaultyToken : public testing::Test {
 protected:
  FaultyToken() { faulty().reset(); }
  void open(Pkcs11Options asked) {
    auto made = pkcs11_keystore(std::move(asked));
    ASSERT_TRUE(made.ok()) << made.error();
    store = std::move(made).value();
    auto pair = store->generate("key", KeyKind::ec_p256);
    ASSERT_TRUE(pair.ok());
    key = std::move(pair).value().key;
  }
  bool signs() const {
    const auto signature = key->sign(Scheme::ecdsa_sha256, "m");
    return signature.ok() && key->public_key().verify(Scheme::ecdsa_sha256, "m", signature.value());
  }
  crypto::Errc refusal() const {
    const auto signature = key->sign(Scheme::ecdsa_sha256, "m");
    EXPECT_FALSE(signature.ok());
    return signature.ok() ? crypto::Errc{} : signature.error();
  }
  template <class Change>
  static void tell(Change change) {
    const std::lock_guard lock{faulty().mutex};
    change(faulty());
    faulty().changed.notify_all();
  }
  static void wait_until_signing(size_t count) {
    std::unique_lock lock{faulty().mutex};
    faulty().changed.wait(lock, [&] { return faulty().signs_held >= count; });
  }

  SoftHsm hsm;
  Pkcs11Options options = hsm.options(faulty_library);
  std::unique_ptr<Keystore> store;
  crypto::PrivateKeyPtr key;
};

/// The clock that pauses and limits go by.
class WatchedToken : public FaultyToken {
 protected:
  WatchedToken() {
    options.now = [now = now_] { return std::chrono::steady_clock::time_point{now->load()}; };
  }
  void pass(std::chrono::seconds time) const { *now_ = now_->load() + time; }
  /// One more signature, the one that makes it `count`, which does not return before let_go().
  std::future<bool> hang(size_t count) {
    tell([&](FaultyControls& c) {
      c.hold_signs = true;
      c.signs_held_most = count;
    });
    auto out = std::async(std::launch::async, [&] { return signs(); });
    wait_until_signing(count);
    return out;
  }
  /// Opens the token, and one of that many sessions hangs: its call has taken as long as it may.
  std::future<bool> open_and_hang(size_t sessions_max) {
    options.sessions_max = sessions_max;
    open(std::move(options));
    auto out = hang(1);
    EXPECT_EQ(store->warning(), "");
    pass(std::chrono::seconds{10});
    return out;
  }
  /// Makes a key, which does not return before `hold_pairs` is false.
  std::future<bool> making_a_pair() {
    tell([](FaultyControls& c) { c.hold_pairs = true; });
    auto out = std::async(std::launch::async,
                          [&] { return store->generate("new", KeyKind::ec_p256).ok(); });
    std::unique_lock lock{faulty().mutex};
    faulty().changed.wait(lock, [] { return faulty().pairs_held == 1; });
    return out;
  }
  static void let_go() {
    tell([](FaultyControls& c) { c.hold_signs = false; });
  }

 private:
  using Time = std::chrono::steady_clock::duration;
  std::shared_ptr<std::atomic<Time>> now_ =
      std::make_shared<std::atomic<Time>>(std::chrono::hours{1});
};
}  // namespace keystore
