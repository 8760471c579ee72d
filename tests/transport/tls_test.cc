// tests/transport/tls_test.cc: TLS in the reactor.
#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <memory>

#include "tests/transport/certificates.h"
#include "tests/transport/client.h"
#include "tests/transport/handlers.h"

namespace http::transport {
namespace {

/// A blocking TLS client over a Client's socket.
class TlsClient {
 public:
  struct Settings {
    std::string certificate_file{};
    std::string key_file{};
    int version_max = TLS1_3_VERSION;
  };
  TlsClient(uint16_t port, const Settings& settings)
      : client_(port),
        context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
        ssl_(nullptr, SSL_free) {
    SSL_CTX_set_security_level(context_.get(), 0);
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_.get(), settings.version_max);
    if (!settings.certificate_file.empty()) {
      SSL_CTX_use_certificate_chain_file(context_.get(), settings.certificate_file.c_str());
      SSL_CTX_use_PrivateKey_file(context_.get(), settings.key_file.c_str(), SSL_FILETYPE_PEM);
    }
    const timeval time{patience.count(), 0};
    ::setsockopt(client_.fd(), SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), client_.fd());
    connected_ = SSL_connect(ssl_.get()) == 1;
  }
  explicit TlsClient(uint16_t port) : TlsClient(port, Settings{}) {}

  bool connected() const { return connected_; }
  /// The answer's bytes; empty when the server refused.
  std::string ask(const std::string& request) {
    if (SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size())) <= 0) return "";
    std::string out;
    char bytes[16'384];
    while (out.find("</end>") == out.npos) {
      const int n = SSL_read(ssl_.get(), bytes, sizeof bytes);
      if (n <= 0) break;
      out.append(bytes, static_cast<size_t>(n));
    }
    return out;
  }
  std::string server_name() const {
    char name[100] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(SSL_get0_peer_certificate(ssl_.get())),
                              NID_commonName, name, sizeof name);
    return name;
  }

 private:
  Client client_;
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  bool connected_ = false;
};

class Tls : public testing::Test {
 protected:
  Tls() {
    files.make("ca", "Test CA");
    files.make("server", "first.test", "ca");
    files.make("alice", "alice", "ca");
    files.make("stranger", "stranger");
    options.tls = TlsOptions{files.path("server.crt"), files.path("server.key"), "", false};
  }
  static void show(const Request& request, Reply reply) {
    EXPECT_TRUE(request.is_tls());
    reply.send(text("subject=" + std::string(request.peer_certificate_subject()) +
                    std::string(request.body()) + "</end>"));
  }
  TlsClient::Settings with(const std::string& name) const {
    return {files.path(name + ".crt"), files.path(name + ".key")};
  }
  CertificateFolder files;
  Options options;
};

TEST_F(Tls, ServesManyRequestsOnOneConnection) {
  Running server(show, options);
  TlsClient client(server.port());
  ASSERT_TRUE(client.connected());
  EXPECT_EQ(client.server_name(), "first.test");
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(client.ask(get("/")).ends_with("subject=</end>"));
}

TEST_F(Tls, LargeBodiesBothWays) {
  Running server(show, options);
  TlsClient client(server.port());
  const std::string body(size_t{5} << 20, 'b');
  EXPECT_TRUE(client.ask(post("/", body)).ends_with("\r\n\r\nsubject=" + body + "</end>"));
}

TEST_F(Tls, AnotherThreadAnswers) {
  Held held;
  Running server(held.handler(), options);
  TlsClient client(server.port());
  std::thread answerer([&] { held.next().second.send(text("later</end>")); });
  EXPECT_TRUE(client.ask(get("/")).ends_with("later</end>"));
  answerer.join();
}

TEST_F(Tls, IdleTcpConnectionsDoNotHinderOthers) {  // S6
  Running server(show, options);
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 20; ++i) idle.push_back(std::make_unique<Client>(server.port()));
  ASSERT_TRUE(idle[0]->send(std::string("\x16\x03\x01", 3)));  // half a hello
  TlsClient client(server.port());
  EXPECT_TRUE(client.ask(get("/")).ends_with("subject=</end>"));
}

TEST_F(Tls, AHandshakeThatTakesTooLongIsCutOff) {
  options.limits.header_timeout = std::chrono::milliseconds(300);
  Running server(show, options);
  Client idle(server.port());
  EXPECT_TRUE(idle.ended());
  EXPECT_EQ(server.stats().header_timeouts, 1u);
}

TEST_F(Tls, OldVersionsAreRefused) {
  Running server(show, options);
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) {
    EXPECT_FALSE(TlsClient(server.port(), {"", "", version}).connected());
  }
  EXPECT_TRUE(TlsClient(server.port(), {"", "", TLS1_2_VERSION}).connected());
  EXPECT_TRUE(TlsClient(server.port(), {"", "", TLS1_3_VERSION}).connected());
  EXPECT_TRUE(eventually([&] { return server.stats().tls_failures == 2; }));
}

TEST_F(Tls, PlainHttpOnTheTlsPortIsRefused) {
  Running server(show, options);
  Client client(server.port());
  ASSERT_TRUE(client.send(get("/")));
  EXPECT_EQ(client.read_all().find("HTTP/1.1 200"), std::string::npos);
  EXPECT_EQ(server.stats().requests, 0u);
}

TEST_F(Tls, ClientCertificatesAreShownWhenGiven) {
  options.tls->client_ca_file = files.path("ca.crt");
  Running server(show, options);
  EXPECT_TRUE(TlsClient(server.port()).ask(get("/")).ends_with("subject=</end>"));
  EXPECT_TRUE(
      TlsClient(server.port(), with("alice")).ask(get("/")).ends_with("subject=CN=alice</end>"));
  EXPECT_EQ(TlsClient(server.port(), with("stranger")).ask(get("/")), "");
}

TEST_F(Tls, ClientCertificatesAreRequiredWhenAsked) {
  options.tls->client_ca_file = files.path("ca.crt");
  options.tls->require_client_certificate = true;
  Running server(show, options);
  EXPECT_EQ(TlsClient(server.port()).ask(get("/")), "");
  EXPECT_EQ(TlsClient(server.port(), with("stranger")).ask(get("/")), "");
  EXPECT_TRUE(
      TlsClient(server.port(), with("alice")).ask(get("/")).ends_with("subject=CN=alice</end>"));
}

TEST_F(Tls, ReloadServesTheNewAndKeepsTheOpen) {
  Running server(show, options);
  TlsClient before(server.port());
  files.make("server", "second.test", "ca");
  EXPECT_EQ(server.reload_tls(), "");
  TlsClient after(server.port());
  EXPECT_EQ(after.server_name(), "second.test");
  EXPECT_TRUE(before.ask(get("/")).ends_with("subject=</end>"));
  EXPECT_EQ(before.server_name(), "first.test");
}

TEST_F(Tls, ABrokenReloadKeepsTheOldAndReports) {
  Running server(show, options);
  files.write("server.crt", "no certificate");
  EXPECT_NE(server.reload_tls().find("server.crt"), std::string::npos);
  files.make("other", "other", "ca");
  EXPECT_NE(server.reload_tls({files.path("other.crt"), files.path("server.key"), "", false}), "");
  EXPECT_NE(server.reload_tls({files.path("other.crt"), files.path("other.key"), "", true}), "");
  TlsClient client(server.port());
  EXPECT_EQ(client.server_name(), "first.test");
}

TEST_F(Tls, StartRefusesFilesThatAreMissing) {
  options.tls->key_file = files.path("absent.key");
  Server server(options, show);
  EXPECT_THROW(server.start(), std::runtime_error);
}

TEST_F(Tls, ReloadWithoutTlsIsReported) {
  Running server(echo);
  EXPECT_NE(server.reload_tls(), "");
}

}  // namespace
}  // namespace http::transport
