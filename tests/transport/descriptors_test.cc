// tests/transport/descriptors_test.cc: no descriptor is left. Clients wait, the server neither dies
// nor spins, and goes on when one is free again.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <vector>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

/// Takes every descriptor below a lowered limit; gives all back in the end.
class Shortage {
 public:
  Shortage() {
    ::getrlimit(RLIMIT_NOFILE, &before_);
    const int highest = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    rlimit low = before_;
    low.rlim_cur = static_cast<rlim_t>(highest) + 20;
    ::setrlimit(RLIMIT_NOFILE, &low);
    for (int fd = highest; fd >= 0; fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC))
      taken_.push_back(fd);
  }
  ~Shortage() {
    while (!taken_.empty()) release();
    ::setrlimit(RLIMIT_NOFILE, &before_);
  }
  void release() {
    ::close(taken_.back());
    taken_.pop_back();
  }

 private:
  rlimit before_{};
  std::vector<int> taken_;
};

TEST(Descriptors, ExhaustionIsSurvivedWithoutSpinning) {
  Running server(echo);
  Client old(server.port());
  ASSERT_TRUE(old.send(get("/old")));
  ASSERT_EQ(old.read().status, 200);
  Shortage shortage;
  shortage.release();  // one for the client's own end
  Client waiting(server.port());
  ASSERT_TRUE(waiting.connected());
  ASSERT_TRUE(waiting.send(get("/waiting")));
  ASSERT_TRUE(eventually([&] { return server.stats().accept_pauses > 0; }));
  ASSERT_TRUE(old.send(get("/old")));
  EXPECT_EQ(old.read().status, 200) << "open connections are served meanwhile";
  // A reactor that sleeps tries again once a tick; one that spins, a hundred thousand times.
  EXPECT_FALSE(waiting.readable(std::chrono::milliseconds(1'000)));
  EXPECT_LT(server.stats().accept_pauses, 1'000u);
  shortage.release();
  EXPECT_EQ(waiting.read().status, 200);
}

}  // namespace
}  // namespace http::transport
