// bench/load/generator/client.cc: connect, TLS, write, read; all of them with a limit on their
// time.
#include "bench/load/generator/client.h"

#include <curl/curl.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <optional>

namespace load {
namespace {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;
// One io_context and no other executor: any_io_executor would be copied at every step.
using Plain = beast::basic_stream<asio::ip::tcp, asio::io_context::executor_type>;
using Secure = beast::ssl_stream<Plain>;

constexpr std::chrono::seconds answer_timeout{30};
constexpr std::chrono::seconds connect_timeout{5};
constexpr size_t answer_bytes_max = size_t{16} << 20;

struct UrlEnd {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::string part_of(CURLU* url, CURLUPart what) {
  char* text = nullptr;
  if (curl_url_get(url, what, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> end{text, curl_free};
  return text;
}

/// The parts of a target's base.
struct Base {
  bool is_secure = false;
  std::string host, port, path;
};

Base base_of(const std::string& text) {
  const std::unique_ptr<CURLU, UrlEnd> url{curl_url()};
  if (!url || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    throw WebFault(text + " is no URL");
  const std::string scheme = part_of(url.get(), CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") throw WebFault(text + " is neither http nor https");
  std::string path = part_of(url.get(), CURLUPART_PATH);
  if (path.ends_with('/')) path.pop_back();
  std::string host = part_of(url.get(), CURLUPART_HOST);
  // An IPv6 address stands in brackets in a URL, and nowhere else.
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return {scheme == "https", std::move(host), part_of(url.get(), CURLUPART_PORT), std::move(path)};
}
}  // namespace

struct Network::Parts {
  explicit Parts(const Target& target) : base(base_of(target.base)) {
    error_code fault;
    endpoints = asio::ip::tcp::resolver{io}.resolve(base.host, base.port, fault);
    if (fault) throw WebFault(base.host + ": " + fault.message());
    if (!base.is_secure) return;
    tls.set_verify_mode(asio::ssl::verify_peer);
    if (target.ca_file.empty())
      tls.set_default_verify_paths(fault);
    else
      tls.load_verify_file(target.ca_file, fault);
    if (fault) throw WebFault(target.ca_file + ": " + fault.message());
  }

  Base base;
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  asio::ssl::context tls{asio::ssl::context::tls_client};
  asio::ip::tcp::resolver::results_type endpoints;
  asio::steady_timer timer{io};
  std::optional<Clock::time_point> alarm;  ///< when the timer will go off
};

namespace {
template <class Stream>
class ClientOn final : public Client {
 public:
  ClientOn(asio::io_context& io, asio::ssl::context& tls, const Base& base,
           const asio::ip::tcp::resolver::results_type& endpoints, Network::Told told)
      : io_(io), tls_(tls), base_(base), endpoints_(endpoints), told_(std::move(told)) {}

  void send(const Request& request) override {
    request_ = {};
    request_.version(11);
    request_.method_string({request.method.data(), request.method.size()});
    request_.target(base_.path + std::string{request.path});
    request_.set(http::field::host, base_.host + ":" + base_.port);
    if (!request.token.empty())
      request_.set(http::field::cookie, "Authorization=" + std::string{request.token});
    if (!request.body.empty()) {
      request_.set(http::field::content_type, "application/json");
      request_.body() = request.body;
    }
    if (!request.body.empty() || request.method != "GET") request_.prepare_payload();
    is_second_ = false;
    is_reused_ = stream_.has_value();
    if (is_reused_)
      write();
    else
      open();
  }

 private:
  Plain& transport() { return beast::get_lowest_layer(*stream_); }

  void open() {
    buffer_.clear();
    if constexpr (std::is_same_v<Stream, Secure>) {
      stream_.emplace(io_, tls_);
      stream_->set_verify_callback(asio::ssl::host_name_verification(base_.host));
      SSL_set_tlsext_host_name(stream_->native_handle(), base_.host.c_str());
    } else {
      stream_.emplace(io_);
    }
    transport().expires_after(connect_timeout);
    transport().async_connect(endpoints_, [this](error_code fault, const auto&) {
      if (fault) return give_up(fault);
      transport().socket().set_option(asio::ip::tcp::no_delay{true}, fault);
      if constexpr (std::is_same_v<Stream, Secure>) {
        stream_->async_handshake(asio::ssl::stream_base::client, [this](error_code refusal) {
          if (refusal) return give_up(refusal);
          write();
        });
      } else {
        write();
      }
    });
  }

  void write() {
    parser_.reset();
    transport().expires_after(answer_timeout);
    http::async_write(*stream_, request_, [this](error_code fault, size_t) {
      if (fault) return lost(fault);
      read();
    });
  }

  void read() {
    parser_.emplace();
    parser_->body_limit(answer_bytes_max);
    http::async_read(*stream_, buffer_, *parser_, [this](error_code fault, size_t) {
      if (fault) return lost(fault);
      const auto& answer = parser_->get();
      if (!answer.keep_alive()) stream_.reset();
      told_({answer.result_int(), answer.body(), {}, is_second_});
    });
  }

  /// The server may close a connection that lies idle just when the next request is on its way.
  void lost(error_code fault) {
    const bool is_told_nothing = !parser_ || !parser_->got_some();
    if (!is_reused_ || !is_told_nothing || fault == beast::error::timeout) return give_up(fault);
    is_reused_ = false;
    is_second_ = true;
    open();
  }

  void give_up(error_code fault) {
    stream_.reset();
    told_({0, {}, fault.message(), is_second_});
  }

  asio::io_context& io_;
  asio::ssl::context& tls_;
  const Base& base_;
  const asio::ip::tcp::resolver::results_type& endpoints_;
  Network::Told told_;
  http::request<http::string_body> request_;
  std::optional<http::response_parser<http::string_body>> parser_;
  beast::flat_buffer buffer_;
  std::optional<Stream> stream_;  ///< none: not connected
  bool is_reused_ = false;        ///< it has carried an answer before
  bool is_second_ = false;        ///< the request was sent before
};
}  // namespace

Network::Network(const Target& target) : parts_(std::make_unique<Parts>(target)) {}
Network::~Network() = default;

std::unique_ptr<Client> Network::client(Told told) {
  Parts& it = *parts_;
  if (it.base.is_secure)
    return std::make_unique<ClientOn<Secure>>(it.io, it.tls, it.base, it.endpoints,
                                              std::move(told));
  return std::make_unique<ClientOn<Plain>>(it.io, it.tls, it.base, it.endpoints, std::move(told));
}

void Network::wait(Clock::time_point until) {
  Parts& it = *parts_;
  if (!it.alarm || *it.alarm > until) {
    it.alarm = until;
    it.timer.expires_at(until);  // a wait that was longer ends with a fault
    it.timer.async_wait([&it](error_code fault) {
      if (!fault) it.alarm.reset();
    });
  }
  it.io.run_one();
  it.io.poll();
}
}  // namespace load
