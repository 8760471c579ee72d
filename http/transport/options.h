// http/transport/options.h: bounds and settings of a server. Every bound has its default here.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/transport/request.h"
#include "http/transport/response.h"

namespace http::transport {

/// What one client can make the server hold or wait for. Times are kept to a tick of 250 ms.
struct Limits {
  /// Request line and headers together; more is answered with 431.
  size_t head_bytes_max = 16'384;
  /// The request target; more is answered with 414.
  size_t target_bytes_max = 8'192;
  /// Header lines; more is answered with 431.
  size_t headers_max = 100;
  /// Body after chunk decoding; more is answered with 413 before it is read.
  size_t body_bytes_max = size_t{10} << 20;
  /// Bytes of bodies that are still arriving, over all connections; one whose bytes go beyond is
  /// answered with 503 and closed.
  size_t bodies_bytes_max = size_t{256} << 20;
  /// Open connections; one more is answered with 503 and closed.
  size_t connections_max = 10'000;
  /// Bytes of an answer left after the first write, which the client has yet to take; beyond, it is
  /// cut off. The next request of a connection waits for this one's answer, so answers never add
  /// up.
  size_t output_bytes_max = size_t{16} << 20;
  /// Requests sent ahead while one is in work; beyond, the socket is not read.
  size_t pipeline_bytes_max = 65'536;
  /// First byte of a head to its last, and a whole TLS handshake; then 408.
  std::chrono::milliseconds header_timeout{10'000};
  /// End of the head to the end of the body; then 408.
  std::chrono::milliseconds body_timeout{60'000};
  /// Without a byte of the next request, or without progress of an answer; then closed.
  std::chrono::milliseconds idle_timeout{75'000};
  /// Handler call to answer; then Options::on_silent answers.
  std::chrono::milliseconds request_timeout{30'000};
};

/// Files in PEM. TLS 1.2 and 1.3 only.
struct TlsOptions {
  /// The server's certificate, followed by its chain.
  std::string certificate_file;
  std::string key_file;
  /// CAs that client certificates are verified against; empty: clients are not asked.
  std::string client_ca_file;
  /// Refuse clients without a certificate. Needs client_ca_file.
  bool require_client_certificate = false;
};

using Handler = std::function<void(const Request&, Reply)>;

struct Options {
  /// An IPv4 or IPv6 address ("127.0.0.1", "::1", "[::1]") or a host name.
  std::string host = "127.0.0.1";
  /// 0: any free port.
  uint16_t port = 0;
  /// Reactor threads. On two cores one is best.
  size_t reactors = 1;
  int backlog = 1'024;
  Limits limits{};
  std::optional<TlsOptions> tls{};
  /// Added to every answer.
  std::vector<std::pair<std::string, std::string>> extra_headers{};
  /// The header that names a request, for the two hooks below: its value as it was sent, up to
  /// id_bytes_max; a longer one counts as none. Empty: no such header.
  std::string id_header{};
  static constexpr size_t id_bytes_max = 128;
  /// Body of an answer that the transport itself gives (400, 408, 413, 414, 417, 431, 500, 501,
  /// 503, 505). Called on a reactor; the status and the closing stay the transport's. Default: a
  /// small JSON text.
  std::function<Response(const OwnAnswer& own)> on_error{};
  /// The answer to a request that no handler answered in time; `tag` is what set_silent_tag stored
  /// (0 otherwise). Called on a reactor. Default: on_error(503).
  std::function<Response(uint64_t tag, std::string_view request_id)> on_silent{};
};

/// Counters since the start, summed over the reactors; the first two are of now.
struct Stats {
  uint64_t connections = 0;
  uint64_t in_flight = 0;
  uint64_t accepted = 0;
  uint64_t requests = 0;
  uint64_t bytes_in = 0;
  uint64_t bytes_out = 0;
  uint64_t bad_requests = 0;         ///< 400, 417, 501 and 505
  uint64_t too_large = 0;            ///< 413, 414 and 431
  uint64_t refused_bodies = 0;       ///< beyond bodies_bytes_max
  uint64_t refused_connections = 0;  ///< beyond connections_max
  uint64_t accept_pauses = 0;        ///< no free descriptor
  uint64_t tls_failures = 0;
  uint64_t handler_exceptions = 0;
  uint64_t slow_readers = 0;  ///< cut off at output_bytes_max
  uint64_t late_replies = 0;  ///< answers whose request was gone or already answered
  uint64_t header_timeouts = 0;
  uint64_t body_timeouts = 0;
  uint64_t idle_timeouts = 0;
  uint64_t request_timeouts = 0;
};

}  // namespace http::transport
