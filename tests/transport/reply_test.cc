// tests/transport/reply_test.cc: the handle: first answer counts, any thread, any time.
#include <gtest/gtest.h>

#include <optional>
#include <thread>

#include "http/transport/burst.h"
#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

TEST(Reply, OnlyTheFirstAnswerCounts) {
  Held held;
  Running server([&](const Request& request, Reply reply) {
    if (request.path() == "/inside") {
      reply.send(text("first"));
      reply.send(text("second"));
    }
    held.keep(request, reply);
  });
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/inside")));
  EXPECT_EQ(client.read().body, "first");
  held.next().second.send(text("third"));
  ASSERT_TRUE(client.send(get("/outside")));
  const auto reply = held.next().second;
  const auto copy = reply;
  reply.send(text("a"));
  copy.send(text("b"));
  EXPECT_EQ(client.read().body, "a");
  ASSERT_TRUE(client.send(get("/inside")));
  EXPECT_EQ(client.read().body, "first");
  EXPECT_TRUE(eventually([&] { return server.stats().late_replies == 2; }));
}

TEST(Reply, AnOldAnswerIsNotForTheNextRequestOfTheConnection) {
  Held held;
  Running server(held.handler());
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/1") + get("/2")));
  const auto first = held.next().second;
  first.send(text("one"));
  const auto second = held.next().second;
  first.send(text("stale"));
  second.send(text("two"));
  EXPECT_EQ(client.read().body, "one");
  EXPECT_EQ(client.read().body, "two");
}

TEST(Reply, KnowsWhetherItsClientIsGone) {
  EXPECT_FALSE(Reply{}.is_client_gone());
  Held held;
  Running server(held.handler());
  Reply gone;
  {
    Client client(server.port());
    ASSERT_TRUE(client.send(get("/1")));
    gone = held.next().second;
    EXPECT_FALSE(gone.is_client_gone());
  }
  EXPECT_TRUE(eventually([&] { return gone.is_client_gone(); }));
  // Whoever comes next may be given the descriptor, not the reply.
  Client other(server.port());
  ASSERT_TRUE(other.send(get("/2")));
  EXPECT_FALSE(held.next().second.is_client_gone());
  EXPECT_TRUE(gone.is_client_gone());
}

TEST(Reply, OneHandlerMayAnswerAnothersRequest) {
  Held held;
  Running server([&](const Request& request, Reply reply) {
    if (request.path() == "/wait") return held.keep(request, reply);
    held.next().second.send(text("answered by the other"));
    reply.send(text("mine"));
  });
  Client waiting(server.port());
  ASSERT_TRUE(waiting.send(get("/wait")));
  ASSERT_TRUE(eventually([&] { return held.count() == 1; }));
  Client other(server.port());
  ASSERT_TRUE(other.send(get("/go")));
  EXPECT_EQ(other.read().body, "mine");
  EXPECT_EQ(waiting.read().body, "answered by the other");
}

TEST(Reply, AfterTheClientHasGone) {
  Held held;
  Running server(held.handler());
  {
    Client client(server.port());
    ASSERT_TRUE(client.send(get("/")));
    ASSERT_TRUE(eventually([&] { return held.count() == 1; }));
    client.abort();
  }
  ASSERT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  EXPECT_EQ(server.stats().in_flight, 0u);
  Client next(server.port());  // likely on the same descriptor
  held.next().second.send(text("for the one who left"));
  ASSERT_TRUE(eventually([&] { return server.stats().late_replies == 1; }));
  EXPECT_FALSE(next.readable(std::chrono::milliseconds(0)));
}

TEST(Reply, ALateAnswerIsNotForTheNextOnTheDescriptor) {  // S1
  Held held;
  Running server(held.handler());
  for (int round = 0; round < 20; ++round) {
    Client first(server.port());
    ASSERT_TRUE(first.send(get("/first")));
    const auto for_first = held.next().second;
    first.abort();
    ASSERT_TRUE(eventually([&] { return server.stats().connections == 0; }));
    // The kernel hands out the lowest free numbers, so both ends are where the first pair was; and
    // this request is its connection's first, as the other one was.
    Client second(server.port());
    ASSERT_TRUE(second.send(get("/second")));
    const auto for_second = held.next().second;
    for_first.send(text("first"));
    for_second.send(text("second"));
    ASSERT_EQ(second.read().body, "second");
    second.abort();
    ASSERT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  }
}

TEST(Reply, AfterTheServerHasGone) {
  Held held;
  Reply reply;
  {
    Running server(held.handler());
    Client client(server.port());
    ASSERT_TRUE(client.send(get("/")));
    reply = held.next().second;
  }
  reply.send(text("nobody listens"));
  EXPECT_TRUE(static_cast<bool>(reply));
  Reply().send(text("of no request"));
}

TEST(Reply, BurstsFromAnotherThreadAllArrive) {  // S3
  constexpr int clients_count = 16;
  constexpr int rounds = 4'000;
  Held held;
  Running server(held.handler());
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < clients_count; ++i)
    clients.push_back(std::make_unique<Client>(server.port()));
  for (int round = 0; round < rounds; ++round) {
    for (auto& client : clients) ASSERT_TRUE(client->send(get("/")));
    std::vector<std::pair<Reply, Response>> burst;
    for (int i = 0; i < clients_count; ++i) burst.emplace_back(held.next().second, text("r"));
    if (round % 3 == 0) {
      send_many(std::move(burst));
    } else {
      std::optional<Burst> together;
      if (round % 3 == 1) together.emplace();
      for (auto& [reply, response] : burst) reply.send(std::move(response));
    }
    for (auto& client : clients) ASSERT_EQ(client->read().body, "r") << round;
  }
}

/// A client whose request waits for its answer.
struct Asking {
  Asking(uint16_t port, Held& held) : client(port) {
    EXPECT_TRUE(client.send(get("/")));
    reply = held.next().second;
  }
  Client client;
  Reply reply;
};

TEST(Reply, ABurstDoesNotKeepManyAnswers) {
  Held held;
  Running server(held.handler());
  std::vector<std::unique_ptr<Asking>> many;
  for (size_t i = 0; i < Burst::answers_max; ++i)
    many.push_back(std::make_unique<Asking>(server.port(), held));
  const Burst burst(std::chrono::hours{1});
  for (const auto& asking : many) asking->reply.send(text("many"));
  for (const auto& asking : many) EXPECT_EQ(asking->client.read().body, "many");
}

TEST(Reply, ABurstDoesNotKeepOldAnswers) {
  Held held;
  Running server(held.handler());
  Asking early(server.port(), held);
  Asking late(server.port(), held);
  const Burst burst;
  EXPECT_EQ(Burst::current(), &burst);
  early.reply.send(text("old"));
  std::this_thread::sleep_for(Burst::usual_wait);  // Makes the first answer old.
  late.reply.send(text("new"));
  EXPECT_EQ(early.client.read().body, "old");
  EXPECT_EQ(late.client.read().body, "new");
}

TEST(Reply, ABurstSendsWhatIsLeftWhenItGoes) {
  Held held;
  Running server(held.handler());
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/")));
  {
    const Burst burst;
    held.next().second.send(text("left"));
  }
  EXPECT_EQ(Burst::current(), nullptr);
  EXPECT_EQ(client.read().body, "left");
}

}  // namespace
}  // namespace http::transport
