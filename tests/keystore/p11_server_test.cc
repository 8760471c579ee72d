// tests/keystore/p11_server_test.cc: a token behind a server that dies and is started again.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "crypto/private_key.h"
#include "tests/keystore/loss_under_load.h"
#include "tests/keystore/p11_server.h"
#include "tests/keystore/soft_hsm.h"

namespace keystore {
class TokenServer : public testing::Test {
 protected:
  TokenServer() {
    server.start();
    auto made = pkcs11_keystore(hsm.options(p11_client_library));
    if (!made.ok()) {
      ADD_FAILURE() << made.error();
      return;
    }
    store = std::move(made).value();
    auto pair = store->generate("key", crypto::KeyKind::rsa);
    if (pair.ok()) key = std::move(pair).value().key;
  }
  void SetUp() override { ASSERT_NE(key, nullptr); }
  bool signs() const {
    const auto signature = key->sign(crypto::Scheme::pss_sha256, "m");
    return signature.ok() &&
           key->public_key().verify(crypto::Scheme::pss_sha256, "m", signature.value());
  }

  SoftHsm hsm;
  P11Server server;
  std::unique_ptr<Keystore> store;
  crypto::PrivateKeyPtr key;
};

TEST_F(TokenServer, KilledAndStartedAgain) {
  const std::string block = key->public_key().encrypt_oaep_sha256("secret").value();
  for (int round = 0; round < 3; ++round) {
    EXPECT_TRUE(signs());
    EXPECT_EQ(key->decrypt_oaep_sha256(block).value().view(), "secret");
    server.kill();
    EXPECT_EQ(key->sign(crypto::Scheme::pss_sha256, "m").error(), crypto::Errc::unavailable);
    EXPECT_EQ(store->open("key", "").error(), Errc::unavailable);
    EXPECT_NE(store->fault(), "");
    server.start();
  }
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->fault(), "");
}

TEST_F(TokenServer, RestartedBetweenCallsIsNotNoticed) {
  for (int round = 0; round < 3; ++round) {
    server.kill();
    server.start();
    EXPECT_TRUE(signs());
  }
}

TEST_F(TokenServer, KilledUnderLoad) {
  lose_under_load([&] { return signs(); }, [&] { server.kill(); }, [&] { server.start(); });
  EXPECT_TRUE(signs());
  EXPECT_EQ(store->aliases().value(), std::vector<std::string>{"key"});
}
}  // namespace keystore
