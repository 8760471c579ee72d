// tests/transport/refusal_test.cc: what is refused ends the connection and never reaches a handler.
#include <gtest/gtest.h>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

using namespace std::string_literals;

/// Behind each refused text stands a whole request: a smuggled one must not be served.
void expect_refused(const std::string& text, int status) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send(text + get("/smuggled")));
  const WireAnswer answer = client.read();
  EXPECT_EQ(answer.status, status) << text;
  EXPECT_EQ(answer.header("Connection"), "close") << text;
  EXPECT_TRUE(client.ended()) << text;
  EXPECT_EQ(server.stats().requests, 0u) << text;
}

TEST(Refusal, SmugglingForms) {
  const std::string post = "POST / HTTP/1.1\r\nHost: t\r\n";
  for (const std::string& headers : {
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"s,
           "Content-Length: 5\r\nContent-Length: 6\r\n"s,
           "Content-Length: 5\r\nContent-Length: 5\r\n"s,
           "Content-Length: +5\r\n"s,
           "Content-Length: 5,5\r\n"s,
           "Content-Length: 5 6\r\n"s,
           "Content-Length: 99999999999999999999\r\n"s,
           "Content-Length : 5\r\n"s,
           "Transfer-Encoding: chunked, chunked\r\n"s,
           "Transfer-Encoding: xchunked\r\n"s,
           "Transfer-Encoding : chunked\r\n"s,
           "Transfer-Encoding:\r\n chunked\r\n"s,
           "X: a\nContent-Length: 5\r\n"s,
           "X: a\rContent-Length: 5\r\n"s,
           "X: a\0b\r\n"s,
           "X\x01: a\r\n"s,
           "Host: other\r\n"s,
       }) {
    expect_refused(post + headers + "\r\n", 400);
  }
  expect_refused("POST / HTTP/1.1\r\n\r\n", 400);
}

TEST(Refusal, BadChunks) {
  const std::string head = "POST / HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& chunks :
       {"5\nhello\r\n"s, "-1\r\n"s, "5\r\nhelloXX"s, "0x5\r\n"s, "0\r\nA: b\n\n"s}) {
    expect_refused(head + chunks, 400);
  }
}

TEST(Refusal, OtherStatuses) {
  expect_refused("BREW / HTTP/1.1\r\nHost: t\r\n\r\n", 501);
  expect_refused("CONNECT t:443 HTTP/1.1\r\nHost: t\r\n\r\n", 501);
  expect_refused("GET / HTTP/2.0\r\nHost: t\r\n\r\n", 505);
  expect_refused(get("/", "Expect: the-unexpected\r\n"), 417);
  expect_refused("\x16\x03\x01\x02\n", 400);  // a TLS client on the plain port
}

TEST(Refusal, EveryMethodOfHttpReachesTheHandler) {
  Running server(echo);
  for (const char* method : {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"}) {
    Client client(server.port());
    ASSERT_TRUE(client.send(std::string(method) + " / HTTP/1.1\r\nHost: t\r\n\r\n"));
    EXPECT_EQ(client.read().body, "[" + std::string(method) + "][/][][]");
  }
}

TEST(Refusal, TheClientHearsTheRefusalOfABodyItIsStillSending) {
  Options options;
  options.limits.body_bytes_max = 1'000;
  Running server(echo, options);
  Client client(server.port());
  const std::string body(100'000, 'x');
  ASSERT_TRUE(client.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n"));
  client.send(body);
  EXPECT_EQ(client.read().status, 413);
}

}  // namespace
}  // namespace http::transport
