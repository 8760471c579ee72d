// tests/crypto_pool/ended_by_test.cc: actors that end in time, and one that does not.
#include "actors/crypto_pool/ended_by.h"

#include <gtest/gtest.h>

namespace crypto_pool {
namespace {
using std::chrono::steady_clock;

class EndedBy : public testing::Test {
 protected:
  caf::actor spawned() {
    return system_.spawn([](caf::event_based_actor*) { return caf::behavior{[](int) {}}; });
  }
  static void end(const caf::actor& one) {
    caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
  }
  caf::actor_system_config config_;
  caf::actor_system system_{config_};
};

TEST_F(EndedBy, WaitsForAllAndNoLonger) {
  const caf::actor one = spawned(), other = spawned();
  end(other);
  EXPECT_FALSE(
      ended_by(system_, {one, other}, steady_clock::now() + std::chrono::milliseconds{20}));
  EXPECT_FALSE(ended_by(system_, {one, other}, steady_clock::now() - std::chrono::hours{1}));
  end(one);
  EXPECT_TRUE(ended_by(system_, {one, other}, steady_clock::now() + std::chrono::minutes{1}));
  EXPECT_TRUE(ended_by(system_, {one, other}, steady_clock::time_point::max()));
  EXPECT_TRUE(ended_by(system_, {}, steady_clock::now()));
}
}  // namespace
}  // namespace crypto_pool
