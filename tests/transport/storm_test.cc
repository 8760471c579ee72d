// tests/transport/storm_test.cc: clients that leave at the worst moment, while another thread
// answers. Nobody may hear another's answer, and nothing may fall over (S1, S2).
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

constexpr int storm_connections = 20'000;

struct Tally {
  std::atomic<int> strays{0};   ///< bytes to one who asked nothing, or another's answer
  std::atomic<int> missing{0};  ///< no answer to one who waited
  std::atomic<int> failures{0};
};

/// One client: a third ask and leave, a third ask nothing, a third ask and read.
void one_client(uint16_t port, int number, Tally& tally) {
  Client client(port);
  if (!client.connected()) {
    ++tally.failures;
    return;
  }
  const std::string path = "/" + std::to_string(number);
  switch (number % 3) {
    case 0:
      client.send(get(path) + get(path));
      if (number % 2 == 0) client.abort();
      break;
    case 1:
      if (client.readable(std::chrono::milliseconds(number % 30 == 1 ? 1 : 0))) ++tally.strays;
      client.abort();
      break;
    default:
      client.send(get(path));
      const WireAnswer answer = client.read();
      if (answer.status == 0)
        ++tally.missing;
      else if (answer.body != path)
        ++tally.strays;
      client.abort();
  }
}

TEST(Storm, NobodyHearsAnothersAnswer) {
  // Late enough for descriptors to change hands between question and answer.
  Answerer answerer(std::chrono::milliseconds(1));
  Running server(answerer.handler());
  Tally tally;
  std::atomic<int> next{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int n = next++; n < storm_connections; n = next++) one_client(server.port(), n, tally);
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(tally.strays, 0);
  EXPECT_EQ(tally.missing, 0);
  EXPECT_EQ(tally.failures, 0);
  EXPECT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  EXPECT_EQ(server.stats().in_flight, 0u);
  EXPECT_EQ(server.stats().accepted, static_cast<uint64_t>(storm_connections));
}

}  // namespace
}  // namespace http::transport
