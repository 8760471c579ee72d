// tests/crypto/ready_operation_test.cc: a preparation that fails is no end of the key.
#include "crypto/ready_operation.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "crypto/pkey_handle.h"
#include "tests/crypto/vector_keys.h"

namespace crypto {
namespace {
std::atomic<int> preparations{0};

bool prepare_from_the_third_time(EVP_PKEY_CTX* context) {
  return ++preparations > 2 && EVP_PKEY_encrypt_init(context) == 1 && set_oaep_sha256(context);
}
}  // namespace

TEST(ReadyOperation, IsTriedAgainUntilItIsReadyAndThenNoMore) {
  preparations = 0;
  const auto key = vector_key("registration_base");
  EVP_PKEY* const handle = key->public_key().handle().key.get();
  const ReadyOperation operation;
  EXPECT_EQ(operation.begin(handle, prepare_from_the_third_time), nullptr);
  EXPECT_EQ(operation.begin(handle, prepare_from_the_third_time), nullptr);
  std::vector<std::thread> threads;
  threads.reserve(8);
  std::atomic<int> ready{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      size_t block_bytes = 0;
      const auto context = operation.begin(handle, prepare_from_the_third_time);
      const unsigned char secret = 's';
      if (context && EVP_PKEY_encrypt(context.get(), nullptr, &block_bytes, &secret, 1) == 1 &&
          block_bytes == 256)
        ++ready;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(ready, 8);
  EXPECT_EQ(preparations, 3);
}
}  // namespace crypto
