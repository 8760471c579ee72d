// tests/transport/timeout_test.cc: each time of Limits, on first and on later requests. Times are
// short so that tests are; nothing is asserted about how long anything took.
#include <gtest/gtest.h>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

constexpr std::chrono::milliseconds short_time{300};
constexpr std::chrono::milliseconds long_time{3'600'000};

Options with_times(std::chrono::milliseconds header, std::chrono::milliseconds body,
                   std::chrono::milliseconds idle, std::chrono::milliseconds request) {
  Options options;
  options.limits.header_timeout = header;
  options.limits.body_timeout = body;
  options.limits.idle_timeout = idle;
  options.limits.request_timeout = request;
  return options;
}

TEST(Timeout, HeadOfTheFirstRequest) {
  Running server(echo, with_times(short_time, long_time, long_time, long_time));
  Client client(server.port());
  ASSERT_TRUE(client.send("GET / HT"));
  EXPECT_EQ(client.read().status, 408);
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(server.stats().header_timeouts, 1u);
}

TEST(Timeout, HeadOfALaterRequest) {
  Running server(echo, with_times(short_time, long_time, long_time, long_time));
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/") + "GET / HT"));
  EXPECT_EQ(client.read().status, 200);
  EXPECT_EQ(client.read().status, 408);
  EXPECT_TRUE(client.ended());
}

TEST(Timeout, ADrippingHeadGainsNoTime) {
  Running server(echo, with_times(short_time, long_time, long_time, long_time));
  Client client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: t\r\nX: "));
  while (!client.readable(std::chrono::milliseconds(20))) client.send_some("a");
  EXPECT_EQ(client.read().status, 408);
}

TEST(Timeout, BodyOfFirstAndLaterRequests) {
  Running server(echo, with_times(long_time, short_time, long_time, long_time));
  Client first(server.port());
  ASSERT_TRUE(first.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nab"));
  EXPECT_EQ(first.read().status, 408);
  EXPECT_TRUE(first.ended());
  Client later(server.port());
  ASSERT_TRUE(later.send(
      get("/") + "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"));
  EXPECT_EQ(later.read().status, 200);
  EXPECT_EQ(later.read().status, 408);
  EXPECT_TRUE(later.ended());
  EXPECT_EQ(server.stats().body_timeouts, 2u);
}

TEST(Timeout, IdleBeforeTheFirstAndAfterARequest) {
  Running server(echo, with_times(long_time, long_time, short_time, long_time));
  Client silent(server.port());
  EXPECT_TRUE(silent.ended());
  Client served(server.port());
  ASSERT_TRUE(served.send(get("/")));
  EXPECT_EQ(served.read().status, 200);
  EXPECT_TRUE(served.ended());
  EXPECT_EQ(server.stats().idle_timeouts, 2u);
}

TEST(Timeout, ASilentHandlerIsAnsweredFor) {
  Options options = with_times(long_time, long_time, long_time, short_time);
  options.id_header = "X-Request-Id";
  options.on_silent = [](uint64_t tag, std::string_view id) {
    return text("silent " + std::to_string(tag) + std::string{id});
  };
  Held held;
  Running server(
      [&](const Request& request, Reply reply) {
        reply.set_silent_tag(request.path() == "/seven" ? 7 : 8);
        held.keep(request, reply);
      },
      options);
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/seven")));
  EXPECT_EQ(client.read().body, "silent 7");
  ASSERT_TRUE(client.send("GET /eight HTTP/1.1\r\nHost: t\r\nX-Request-Id: th\r\n\r\n"));
  EXPECT_EQ(client.read().body, "silent 8th");
  // What comes late belongs to nobody, least of all to the next request.
  held.next().second.send(text("late"));
  ASSERT_TRUE(client.send(get("/eight")));
  EXPECT_EQ(client.read().body, "silent 8");
  EXPECT_EQ(server.stats().late_replies, 1u);
  EXPECT_EQ(server.stats().request_timeouts, 3u);
}

TEST(Timeout, ABodyThatStaysAwayIsAnsweredUnderTheRequestsId) {
  Options options = with_times(short_time, short_time, long_time, long_time);
  options.id_header = "X-Request-Id";
  options.on_error = [](const OwnAnswer& own) {
    return text(std::to_string(own.status) + std::string{own.request_id});
  };
  Running server(echo, options);
  const std::string head =
      "POST / HTTP/1.1\r\nHost: t\r\nX-Request-Id: -it\r\nContent-Length: 2\r\n\r\n";
  Client body(server.port());
  ASSERT_TRUE(body.send(head + "1"));
  EXPECT_EQ(body.read().body, "408-it");
  // The head of the next request is not the last one's.
  Client next(server.port());
  ASSERT_TRUE(next.send(head + "12" + "GET"));
  EXPECT_EQ(next.read().body, "[POST][/][][12]");
  EXPECT_EQ(next.read().body, "408");
}

TEST(Timeout, TheDefaultForSilenceIs503) {
  Held held;
  Running server(held.handler(), with_times(long_time, long_time, long_time, short_time));
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/")));
  EXPECT_EQ(client.read().status, 503);
  EXPECT_TRUE(eventually([&] { return server.stats().in_flight == 0; }));
}

TEST(Timeout, AClientThatTakesNothingIsCutOff) {
  Options options = with_times(long_time, long_time, short_time, long_time);
  Running server(
      [](const Request&, Reply reply) { reply.send(text(std::string(size_t{12} << 20, 'x'))); },
      options);
  Client client(server.port(), "127.0.0.1", 4'096);
  ASSERT_TRUE(client.send(get("/")));
  EXPECT_TRUE(eventually([&] { return server.stats().idle_timeouts == 1; }));
  EXPECT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  EXPECT_EQ(server.stats().in_flight, 0u);
}

}  // namespace
}  // namespace http::transport
