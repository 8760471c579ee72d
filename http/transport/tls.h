// http/transport/tls.h: OpenSSL on a non-blocking socket. Nothing here waits.
#pragma once
#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "http/transport/options.h"

namespace http::transport {

/// How one step on a channel ended.
enum class Io { done, wants_read, wants_write, closed, failed };
struct IoResult {
  Io io = Io::failed;
  size_t bytes = 0;
};

struct SslContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
struct SslFree {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

/// The certificate in use; swapped whole by a reload. Sessions keep the one they began with.
class TlsStore {
 public:
  /// Empty on success, and new sessions use the new files; otherwise the first of tls_faults, and
  /// nothing changed.
  std::string load(const TlsOptions& options);
  std::shared_ptr<SSL_CTX> current() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<SSL_CTX> context_;
};

/// The server's side of one TLS connection.
class TlsSession {
 public:
  /// Null when memory is short.
  static std::unique_ptr<TlsSession> make(const std::shared_ptr<SSL_CTX>& context, int fd);

  Io handshake();
  IoResult read(std::span<char> into);
  IoResult write(std::string_view bytes);
  /// Queues the close notify, as far as the socket takes it.
  void shut();
  /// RFC 2253 subject of the client's verified certificate; empty without one.
  std::string client_subject() const;

 private:
  Io reason(int result);
  std::unique_ptr<SSL, SslFree> ssl_;
};

}  // namespace http::transport
