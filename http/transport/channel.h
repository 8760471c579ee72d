// http/transport/channel.h: a connected socket, plain or TLS. Owns the descriptor.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "http/transport/tls.h"

namespace http::transport {

class Channel {
 public:
  Channel(int fd, std::unique_ptr<TlsSession> tls) : fd_(fd), tls_(std::move(tls)) {}
  ~Channel();
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  /// One read. A plain socket's end of input is Io::closed.
  IoResult read(std::span<char> into);
  /// One write. Never raises SIGPIPE.
  IoResult write(std::string_view bytes);
  /// Ends our direction: close notify and FIN. The client still hears what was written.
  void shut_output();

  int fd() const { return fd_; }
  bool is_tls() const { return tls_ != nullptr; }
  TlsSession* tls() const { return tls_.get(); }

 private:
  int fd_;
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace http::transport
