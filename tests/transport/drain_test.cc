// tests/transport/drain_test.cc: leaving in good order.
#include <gtest/gtest.h>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

TEST(Drain, AnswersWhatIsInWorkAndRefusesTheRest) {
  Held held;
  Running server(held.handler());
  Client working(server.port());
  Client idle(server.port());
  ASSERT_TRUE(idle.send(get("/warm")));
  held.next().second.send(text("warm"));
  EXPECT_EQ(idle.read().status, 200);
  ASSERT_TRUE(working.send(get("/working")));
  const auto reply = held.next().second;
  EXPECT_FALSE(server.drain(std::chrono::milliseconds(50))) << "one is in work";
  EXPECT_EQ(server.stats().in_flight, 1u);
  ASSERT_TRUE(idle.send(get("/later")));
  const WireAnswer refused = idle.read();
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(refused.header("Connection"), "close");
  EXPECT_TRUE(idle.ended());
  EXPECT_TRUE(eventually([&] { return !Client(server.port()).connected(); }));
  reply.send(text("done"));
  const WireAnswer done = working.read();
  EXPECT_EQ(done.body, "done");
  EXPECT_EQ(done.header("Connection"), "close");
  EXPECT_TRUE(server.drain(patience));
  server.stop();
  EXPECT_EQ(server.stats().connections, 0u);
}

TEST(Drain, AnAnswerAfterTheEndGoesNowhere) {
  Held held;
  Reply late;
  {
    Running server(held.handler());
    Client client(server.port());
    ASSERT_TRUE(client.send(get("/working")));
    late = held.next().second;
    EXPECT_FALSE(server.drain(std::chrono::milliseconds(0)));
    server.stop();
    late.send(text("stopped already"));
    EXPECT_EQ(client.read().status, 0);
    EXPECT_TRUE(client.ended());
  }
  late.send(text("the server is gone"));
}

TEST(Drain, WaitsForTheLastByte) {
  constexpr size_t large = size_t{12} << 20;
  Running server([](const Request&, Reply reply) { reply.send(text(std::string(large, 'x'))); });
  Client client(server.port(), "127.0.0.1", 4'096);
  ASSERT_TRUE(client.send(get("/")));
  ASSERT_TRUE(eventually([&] { return server.stats().bytes_out > 0; }));
  EXPECT_FALSE(server.drain(std::chrono::milliseconds(10)));
  EXPECT_EQ(client.read().body.size(), large);
  EXPECT_TRUE(server.drain(patience));
}

TEST(Drain, AnIdleServerIsDrainedAtOnce) {
  Running server(echo);
  Client client(server.port());
  EXPECT_TRUE(server.drain(patience));
  server.stop();
  server.stop();
  EXPECT_TRUE(client.ended());
}

TEST(Drain, NeverStarted) {
  Server server({}, echo);
  EXPECT_EQ(server.port(), 0);
  EXPECT_TRUE(server.drain(patience));
}

}  // namespace
}  // namespace http::transport
