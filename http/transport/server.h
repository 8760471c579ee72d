// http/transport/server.h: the HTTP/1.1 server. The only public entry to the transport.
#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "http/transport/options.h"

namespace http::transport {

/// Accepts, frames and answers on its own reactor threads. Calls the handler there, one request of
/// a connection at a time; the handler must not block. An exception of the handler becomes a 500
/// without its text.
class Server {
 public:
  Server(Options options, Handler handler);
  /// Stops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// Binds, listens and starts the reactors. Call once.
  /// Throws std::runtime_error: address not usable, port busy, certificate not usable.
  void start();

  /// The bound port; 0 before start().
  uint16_t port() const;

  /// Stops accepting. Requests that come later on open connections are answered with 503 and
  /// `Connection: close`; those in work are answered as usual, then closed.
  void begin_drain();

  /// begin_drain(), then waits until every request in work is answered and written. False when the
  /// timeout came first.
  bool drain(std::chrono::milliseconds timeout);

  /// Closes every connection and ends the threads. Later replies are ignored. Not from a handler.
  void stop();

  /// Reads the files again, from `tls` or from where the options said. New connections use them,
  /// open ones go on with the old. Empty on success; otherwise what is wrong, and the old stay.
  std::string reload_tls();
  std::string reload_tls(const TlsOptions& tls);

  Stats stats() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// All that start() would refuse in these files, in the words of its exception after "TLS: ".
std::vector<std::string> tls_faults(const TlsOptions& tls);

}  // namespace http::transport
