// tests/transport/limits_test.cc: every bound of Limits but the times.
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <algorithm>
#include <fstream>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

WireAnswer ask(Server& server, const std::string& request) {
  Client client(server.port());
  client.send(request);
  return client.read();
}

/// Virtual memory of this process in KiB.
size_t virtual_kib() {
  size_t pages = 0;
  std::ifstream{"/proc/self/statm"} >> pages;
  return pages * 4;
}

TEST(Limits, HeadTargetAndHeaders) {
  Running server(echo);
  const Limits limits;
  EXPECT_EQ(ask(server, get("/" + std::string(limits.target_bytes_max, 'a'))).status, 414);
  EXPECT_EQ(ask(server, get("/" + std::string(limits.target_bytes_max - 1, 'a'))).status, 200);
  EXPECT_EQ(ask(server, "GET /" + std::string(limits.head_bytes_max, 'a')).status, 414);
  EXPECT_EQ(ask(server, get("/", "X: " + std::string(limits.head_bytes_max, 'a') + "\r\n")).status,
            431);
  std::string headers;
  for (size_t i = 1; i < limits.headers_max; ++i) headers += "a: b\r\n";
  EXPECT_EQ(ask(server, get("/", headers)).status, 200);
  EXPECT_EQ(ask(server, get("/", headers + "a: b\r\n")).status, 431);
  EXPECT_EQ(server.stats().too_large, 4u);
}

TEST(Limits, Body) {
  Options options;
  options.limits.body_bytes_max = 10;
  Running server(echo, options);
  EXPECT_EQ(ask(server, post("/", "0123456789")).status, 200);
  EXPECT_EQ(ask(server, post("/", "0123456789x")).status, 413);
  const std::string head = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(ask(server, head + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n").status, 200);
  EXPECT_EQ(ask(server, head + "5\r\n01234\r\n6\r\n").status, 413);
}

TEST(Limits, BodiesOfAllConnectionsTogether) {
  Options options;
  options.limits.bodies_bytes_max = 100'000;
  Running server(echo, options);
  const std::string fixed = "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 90000\r\n\r\n";
  const std::string chunked = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  {
    Client holder(server.port());
    holder.send(fixed + std::string(60'000, 'a'));
    for (const std::string& head : {fixed, chunked + "ffff\r\n"}) {
      Client more(server.port());
      more.send(head + std::string(50'000, 'b'));
      const WireAnswer refused = more.read();
      EXPECT_EQ(refused.status, 503);
      EXPECT_EQ(refused.header("Retry-After"), "1");
      EXPECT_TRUE(more.ended());
    }
    EXPECT_EQ(ask(server, post("/", "short")).status, 200);
    holder.send(std::string(30'000, 'a'));
    EXPECT_EQ(holder.read().status, 200);
  }
  // What came to its end, was refused or went away is counted no longer.
  {
    const uint64_t before = server.stats().bytes_in;
    Client gone(server.port());
    gone.send(fixed + std::string(60'000, 'c'));
    ASSERT_TRUE(eventually([&] { return server.stats().bytes_in >= before + 60'000; }));
  }
  ASSERT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  Client last(server.port());
  last.send(fixed + std::string(80'000, 'd'));
  last.send(std::string(10'000, 'd'));
  EXPECT_EQ(last.read().status, 200);
  EXPECT_EQ(server.stats().refused_bodies, 2u);
}

TEST(Limits, AHugeLengthCostsNoMemory) {  // S9
  Running server(echo);
  ASSERT_EQ(ask(server, get("/")).status, 200);
  const size_t before = virtual_kib();
  ASSERT_GT(before, 0u);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    ASSERT_TRUE(
        clients.back()->send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 4000000000\r\n\r\n"));
    EXPECT_EQ(clients.back()->read().status, 413);
  }
  // An allowed length is not believed either: nothing is kept for bytes that have not come.
  for (int i = 0; i < 20; ++i) {
    clients.push_back(std::make_unique<Client>(server.port()));
    ASSERT_TRUE(
        clients.back()->send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10485760\r\n\r\nx"));
  }
  ASSERT_TRUE(eventually([&] { return server.stats().bytes_in >= uint64_t{20} * 60; }));
  EXPECT_LT(virtual_kib(), before + 50'000);
}

TEST(Limits, Connections) {
  Options options;
  options.limits.connections_max = 2;
  Running server(echo, options);
  {
    Client one(server.port());
    Client two(server.port());
    ASSERT_TRUE(one.send(get("/")) && two.send(get("/")));
    EXPECT_EQ(one.read().status, 200);
    EXPECT_EQ(two.read().status, 200);
    Client three(server.port());
    EXPECT_EQ(three.read().status, 503);
    EXPECT_EQ(server.stats().refused_connections, 1u);
    EXPECT_EQ(server.stats().connections, 2u);
  }
  ASSERT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  EXPECT_EQ(ask(server, get("/")).status, 200);
}

TEST(Limits, InputAheadOfAnAnswerIsBounded) {
  Options options;
  options.limits.pipeline_bytes_max = 10'000;
  Held held;
  Running server(held.handler(), options);
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/first")));
  auto [path, reply] = held.next();
  const std::string ahead = get("/ahead");
  size_t sent = 0;
  // The client writes until neither side's kernel takes a whole request. The rest of one that was
  // cut off has no room before the server reads again, which it need not do for the next answer.
  ssize_t taken = 0;
  do {
    taken = ::send(client.fd(), ahead.data(), ahead.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    sent += static_cast<size_t>(std::max<ssize_t>(taken, 0));
  } while (taken == static_cast<ssize_t>(ahead.size()));
  // One read of 64 KiB may pass the bound, no second one.
  EXPECT_LT(server.stats().bytes_in, 10'000u + 65'536u + 100u);
  EXPECT_GT(sent, 100'000u);
  reply.send(text("ok"));
  EXPECT_EQ(client.read().body, "ok");
  held.next().second.send(text("next"));
  EXPECT_EQ(client.read().body, "next");
}

}  // namespace
}  // namespace http::transport
