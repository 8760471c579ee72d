// tests/transport/exchange_test.cc: ordinary traffic, and the corners of HTTP/1.1 that clients use.
#include <gtest/gtest.h>

#include <atomic>

#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

TEST(Exchange, KeepsTheConnection) {
  Running server(echo);
  Client client(server.port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.send(post("/a?b=c", "body")));
    const WireAnswer answer = client.read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "[POST][/a][b=c][body]");
    EXPECT_EQ(answer.header("Connection"), "");
    EXPECT_EQ(answer.header("Content-Type"), "text/plain");
    EXPECT_TRUE(answer.header("Date").ends_with(" GMT"));
  }
  EXPECT_EQ(server.stats().accepted, 1u);
  EXPECT_EQ(server.stats().requests, 3u);
}

TEST(Exchange, ShowsTheRequestAsSent) {
  std::string seen;
  Running server([&](const Request& request, Reply reply) {
    for (const Header& header : request.headers()) {
      seen.append(header.name).append("=").append(header.value).append(";");
    }
    seen.append(request.header("COOKIE")).append("|").append(request.peer_address());
    EXPECT_EQ(request.version_minor(), 1);
    EXPECT_FALSE(request.is_tls());
    EXPECT_EQ(request.peer_certificate_subject(), "");
    EXPECT_EQ(request.header("Absent"), "");
    EXPECT_EQ(request.target(), "http://t/p?q");
    reply.send(text(std::string(request.path())));
  });
  Client client(server.port());
  ASSERT_TRUE(
      client.send("GET http://t/p?q HTTP/1.1\r\nHost: t\r\nCookie: a=1\r\ncookie: b=2\r\n"
                  "Content-Type: ;;;not a type\r\nDate: never\r\nCache-Control: =\r\n"
                  "Accept: *\r\nAuthorization: \r\n\r\n"));
  EXPECT_EQ(client.read().body, "/p");
  EXPECT_EQ(seen,
            "Host=t;Cookie=a=1;cookie=b=2;Content-Type=;;;not a type;Date=never;Cache-Control==;"
            "Accept=*;Authorization=;a=1|127.0.0.1");
}

TEST(Exchange, EveryByteOnItsOwn) {
  Running server(echo);
  Client client(server.port());
  const std::string request = post("/x", "0123456789");
  for (const char c : request + request) ASSERT_TRUE(client.send({&c, 1}));
  EXPECT_EQ(client.read().body, "[POST][/x][][0123456789]");
  EXPECT_EQ(client.read().body, "[POST][/x][][0123456789]");
}

TEST(Exchange, PipelinedRequestsAreAnsweredInOrder) {  // S7
  Running server(echo);
  Client client(server.port());
  std::string all;
  for (int i = 0; i < 500; ++i) {
    all += i % 2 == 0 ? get("/" + std::to_string(i)) : post("/" + std::to_string(i), "b");
  }
  ASSERT_TRUE(client.send(all));
  for (int i = 0; i < 500; ++i) {
    const std::string path = "[/" + std::to_string(i) + "]";
    ASSERT_NE(client.read().body.find(path), std::string::npos) << i;
  }
}

TEST(Exchange, PipelinedRequestsAreAnsweredInOrderByAnotherThread) {  // S7
  Answerer answerer;
  Running server(answerer.handler());
  Client client(server.port());
  std::string all;
  for (int i = 0; i < 500; ++i) all += get("/" + std::to_string(i));
  ASSERT_TRUE(client.send(all));
  for (int i = 0; i < 500; ++i) ASSERT_EQ(client.read().body, "/" + std::to_string(i));
}

TEST(Exchange, OneRequestOfAConnectionAtATime) {
  Held held;
  Running server(held.handler());
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/1") + get("/2")));
  auto [path, reply] = held.next();
  EXPECT_EQ(path, "/1");
  EXPECT_EQ(held.count(), 0u);
  reply.send(text("one"));
  EXPECT_EQ(client.read().body, "one");
  held.next().second.send(text("two"));
  EXPECT_EQ(client.read().body, "two");
}

TEST(Exchange, ChunkedBodySplitAtEveryByte) {  // S4
  Running server(echo);
  const std::string head = "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n";
  const std::string all = head + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: r\r\n\r\n";
  Client client(server.port());
  for (size_t cut = 1; cut < all.size(); ++cut) {
    ASSERT_TRUE(client.send(all.substr(0, cut)));
    // What was sent is in before the rest follows, so that the two are read apart.
    const uint64_t before = (cut - 1) * all.size() + cut;
    ASSERT_TRUE(eventually([&] { return server.stats().bytes_in >= before; })) << cut;
    ASSERT_TRUE(client.send(all.substr(cut)));
    ASSERT_EQ(client.read().body, "[POST][/c][][abcde]") << cut;
  }
}

TEST(Exchange, ChunkedThenPipelined) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send(
      "POST /c HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nz\r\n0\r\n\r\n" +
      get("/after")));
  EXPECT_EQ(client.read().body, "[POST][/c][][z]");
  EXPECT_EQ(client.read().body, "[GET][/after][][]");
}

TEST(Exchange, LargeBodyArrivesWhole) {
  Running server(echo);
  Client client(server.port());
  std::string body(size_t{3} << 20, 'a');
  for (size_t i = 0; i < body.size(); ++i) body[i] = static_cast<char>('a' + i % 26);
  ASSERT_TRUE(client.send(post("/l", body)));
  EXPECT_EQ(client.read().body, "[POST][/l][][" + body + "]");
}

TEST(Exchange, AKeptBodyOutlivesItsRequestAndTheNextOneIsRead) {
  std::vector<KeptBody> kept;
  Running server([&](const Request& request, Reply reply) {
    if (request.path() == "/keep") {
      kept.push_back(request.keep_body());
      EXPECT_EQ(request.body(), kept.back().bytes);
      EXPECT_EQ(request.header("Host"), "t");  // It came in the same buffer.
    }
    echo(request, std::move(reply));
  });
  Client client(server.port());
  std::vector<std::string> bodies;
  for (const size_t bytes : {size_t{0}, size_t{10}, size_t{4095}, size_t{4096}, size_t{300'000}}) {
    bodies.emplace_back(bytes, static_cast<char>('a' + bodies.size()));
    // The one behind it is in the same buffer, or half of it is.
    const std::string both = post("/keep", bodies.back()) + post("/next", "1") + get("/last");
    ASSERT_TRUE(client.send(both.substr(0, both.size() / 2)));
    ASSERT_TRUE(client.send(both.substr(both.size() / 2)));
    EXPECT_EQ(client.read().body, "[POST][/keep][][" + bodies.back() + "]");
    EXPECT_EQ(client.read().body, "[POST][/next][][1]");
    EXPECT_EQ(client.read().body, "[GET][/last][][]");
  }
  bodies.emplace_back(20'000, 'z');
  ASSERT_TRUE(
      client.send("POST /keep HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n" +
                  bodies.back() + "\r\n0\r\n\r\n" + post("/next", "2")));
  EXPECT_EQ(client.read().body, "[POST][/keep][][" + bodies.back() + "]");
  EXPECT_EQ(client.read().body, "[POST][/next][][2]");
  ASSERT_EQ(kept.size(), bodies.size());
  for (size_t i = 0; i < kept.size(); ++i) EXPECT_EQ(kept[i].bytes, bodies[i]) << i;
}

TEST(Exchange, ConnectionCloseIsHonoured) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/", "Connection: close\r\n") + get("/never")));
  EXPECT_EQ(client.read().header("Connection"), "close");
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(server.stats().requests, 1u);
}

TEST(Exchange, Http10ClosesUnlessToldToKeep) {
  Running server(echo);
  Client closing(server.port());
  ASSERT_TRUE(closing.send("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_EQ(closing.read().header("Connection"), "close");
  EXPECT_TRUE(closing.ended());
  Client keeping(server.port());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(keeping.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
    EXPECT_EQ(keeping.read().header("Connection"), "keep-alive");
  }
}

TEST(Exchange, TheHandlerMayClose) {
  Running server([](const Request&, Reply reply) {
    Response response = text("bye");
    response.close = true;
    reply.send(response);
  });
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/")));
  EXPECT_EQ(client.read().header("Connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST(Exchange, HeadHasNoBody) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send("HEAD /h HTTP/1.1\r\nHost: t\r\n\r\n" + get("/g")));
  const WireAnswer head = client.read(true);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), std::to_string(std::string("[HEAD][/h][][]").size()));
  EXPECT_EQ(client.read().body, "[GET][/g][][]");
}

TEST(Exchange, OptionsOfTheServer) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send("OPTIONS * HTTP/1.1\r\nHost: t\r\n\r\n"));
  EXPECT_EQ(client.read().body, "[OPTIONS][*][][]");
}

TEST(Exchange, ExpectedContinueComesBeforeTheBody) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send(
      "POST /e HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read().status, 100);
  ASSERT_TRUE(client.send("abc"));
  EXPECT_EQ(client.read().body, "[POST][/e][][abc]");
}

TEST(Exchange, NoContinueForABodyThatIsRefusedOrHasCome) {
  Running server(echo);
  Client refused(server.port());
  ASSERT_TRUE(refused.send(
      "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 99999999\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(refused.read().status, 413);
  Client eager(server.port());
  ASSERT_TRUE(eager.send(
      "POST /e HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"));
  EXPECT_EQ(eager.read().status, 200);
}

TEST(Exchange, HalfClosedClientIsAnswered) {
  Held held;
  Running server(held.handler());
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/1") + get("/2")));
  client.end_output();
  auto [path, reply] = held.next();
  reply.send(text("one"));
  EXPECT_EQ(client.read().body, "one");
  held.next().second.send(text("two"));
  EXPECT_EQ(client.read().body, "two");
  EXPECT_TRUE(client.ended());
  EXPECT_TRUE(eventually([&] { return server.stats().connections == 0; }));
}

TEST(Exchange, HalfAHeadThenTheEndIsForgotten) {
  Running server(echo);
  Client client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHo"));
  client.end_output();
  EXPECT_TRUE(client.ended());
  EXPECT_TRUE(eventually([&] { return server.stats().connections == 0; }));
  EXPECT_EQ(server.stats().requests, 0u);
}

TEST(Exchange, ExceptionsBecomeAPlain500) {  // S8
  std::atomic<int> calls{0};
  Running server([&](const Request&, Reply) {
    if (calls++ == 0) throw std::runtime_error("secret");
    throw 42;
  });
  Client client(server.port());
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(client.send(get("/")));
    const WireAnswer answer = client.read();
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  }
  EXPECT_EQ(server.stats().handler_exceptions, 2u);
}

TEST(Exchange, ExtraHeadersAndHooks) {
  Options options;
  options.extra_headers = {{"X-Content-Type-Options", "nosniff"}};
  options.on_error = [](const OwnAnswer& own) {
    return text("mine " + std::to_string(own.status));
  };
  Running server(echo, options);
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/") + "BREW / HTTP/1.1\r\nHost: t\r\n\r\n"));
  EXPECT_EQ(client.read().header("X-Content-Type-Options"), "nosniff");
  const WireAnswer refused = client.read();
  EXPECT_EQ(refused.status, 501);
  EXPECT_EQ(refused.body, "mine 501");
  EXPECT_EQ(refused.header("X-Content-Type-Options"), "nosniff");
}

/// The id that on_error was told for `requests`, the last of which the transport answers.
std::string id_told(const std::string& requests, const std::string& id_header = "X-Request-Id") {
  Options options;
  options.id_header = id_header;
  options.limits.body_bytes_max = 8;
  options.on_error = [](const OwnAnswer& own) { return text("id " + std::string{own.request_id}); };
  Running server(
      [](const Request& request, Reply reply) {
        if (request.path() == "/throw") throw 42;
        reply.send(text("fine"));
      },
      options);
  Client client(server.port());
  client.send(requests);
  WireAnswer last = client.read();
  while (last.body == "fine") last = client.read();
  return last.body;
}

TEST(Exchange, TheTransportsOwnAnswersAreToldTheRequestsId) {
  const std::string named = "Host: t\r\nX-REQUEST-ID: mine\r\n";
  EXPECT_EQ(id_told("GET /throw HTTP/1.1\r\n" + named + "\r\n"), "id mine");
  EXPECT_EQ(id_told("BREW / HTTP/1.1\r\n" + named + "\r\n"), "id mine");
  EXPECT_EQ(id_told("POST / HTTP/1.1\r\n" + named + "Content-Length: 9\r\n\r\n"), "id mine");
  EXPECT_EQ(id_told("POST / HTTP/1.1\r\n" + named + "Expect: what\r\n\r\n"), "id mine");
  const std::string chunked = "POST / HTTP/1.1\r\n" + named + "Transfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(id_told(chunked + "9\r\n123456789\r\n"), "id mine");
  EXPECT_EQ(id_told(chunked + "zz\r\n"), "id mine");
}

TEST(Exchange, AnIdBelongsToOneRequestAndIsBounded) {
  const std::string first = "GET / HTTP/1.1\r\nHost: t\r\nX-Request-Id: mine\r\n\r\n";
  EXPECT_EQ(id_told(first + "GET /throw HTTP/1.1\r\nHost: t\r\n\r\n"), "id ");
  EXPECT_EQ(id_told(first + "GET / HTTP/1.1\nX-Request-Id: bare\n\n"), "id ");
  EXPECT_EQ(id_told("GET /throw HTTP/1.1\r\nHost: t\r\nX-Request-Id: x\r\n\r\n", ""), "id ");
  for (const size_t bytes : {Options::id_bytes_max, Options::id_bytes_max + 1}) {
    const std::string id(bytes, 'x');
    EXPECT_EQ(id_told("GET /throw HTTP/1.1\r\nHost: t\r\nX-Request-Id: " + id + "\r\n\r\n"),
              "id " + (bytes > Options::id_bytes_max ? "" : id));
  }
}

TEST(Exchange, SeveralReactors) {
  Options options;
  options.reactors = 3;
  Answerer answerer;
  Running server(answerer.handler(), options);
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 12; ++i) clients.push_back(std::make_unique<Client>(server.port()));
  for (auto& client : clients) ASSERT_TRUE(client->send(get("/many")));
  for (auto& client : clients) EXPECT_EQ(client->read().body, "/many");
}

TEST(Exchange, Ipv6) {
  for (const char* host : {"::1", "[::1]"}) {
    Options options;
    options.host = host;
    Running server([](const Request& request,
                      Reply reply) { reply.send(text(std::string(request.peer_address()))); },
                   options);
    Client client(server.port(), "::1");
    ASSERT_TRUE(client.connected());
    ASSERT_TRUE(client.send(get("/")));
    EXPECT_EQ(client.read().body, "::1");
  }
}

TEST(Exchange, ABusyPortIsNamed) {
  Running first(echo);
  Options options;
  options.port = first.port();
  Server second(options, echo);
  try {
    second.start();
    FAIL() << "two servers on one port";
  } catch (const std::runtime_error& e) {
    EXPECT_NE(std::string(e.what()).find(std::to_string(first.port())), std::string::npos)
        << e.what();
  }
}

}  // namespace
}  // namespace http::transport
