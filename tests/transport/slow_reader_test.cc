// tests/transport/slow_reader_test.cc: clients that ask for much and take little (S5).
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

constexpr size_t large = size_t{12} << 20;

Handler large_or_small() {
  return [](const Request& request, Reply reply) {
    reply.send(text(request.path() == "/large" ? std::string(large, 'x') : "small"));
  };
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

TEST(SlowReader, DoesNotStarveOthersNorSpin) {
  Running server(large_or_small());
  Client slow(server.port(), "127.0.0.1", 4'096);
  ASSERT_TRUE(slow.send(get("/large")));
  Client other(server.port());
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(other.send(get("/small")));
    ASSERT_EQ(other.read().body, "small");
  }
  // The reactor sleeps while nobody can be served: a wait of a second costs next to no CPU time,
  // a spinning one the whole second.
  const double before = cpu_seconds();
  EXPECT_FALSE(other.readable(std::chrono::milliseconds(1'000)));
  EXPECT_LT(cpu_seconds() - before, 0.2);
  EXPECT_EQ(slow.read().body.size(), large);
}

TEST(SlowReader, IsCutOffAtTheCap) {
  Options options;
  options.limits.output_bytes_max = size_t{1} << 20;
  Running server(large_or_small(), options);
  Client slow(server.port(), "127.0.0.1", 4'096);
  ASSERT_TRUE(slow.send(get("/large")));
  EXPECT_TRUE(eventually([&] { return server.stats().slow_readers == 1; }));
  EXPECT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  EXPECT_LT(slow.read_all().size(), large);
}

TEST(SlowReader, PipelinedAnswersDoNotPileUp) {
  Options options;
  options.limits.output_bytes_max = large + 10'000;
  Running server(large_or_small(), options);
  Client slow(server.port(), "127.0.0.1", 4'096);
  std::string many;
  for (int i = 0; i < 4; ++i) many += get("/large");
  ASSERT_TRUE(slow.send(many));
  for (int i = 0; i < 4; ++i) ASSERT_EQ(slow.read().body.size(), large) << i;
  EXPECT_EQ(server.stats().slow_readers, 0u);
}

}  // namespace
}  // namespace http::transport
