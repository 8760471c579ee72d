// http/transport/channel.cc: reads and writes that never wait.
#include "http/transport/channel.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace http::transport {

Channel::~Channel() {
  tls_.reset();
  ::close(fd_);
}

IoResult Channel::read(std::span<char> into) {
  if (tls_) return tls_->read(into);
  ssize_t n = 0;
  do {
    n = ::recv(fd_, into.data(), into.size(), MSG_DONTWAIT);
  } while (n < 0 && errno == EINTR);
  if (n > 0) return {Io::done, static_cast<size_t>(n)};
  if (n == 0) return {Io::closed, 0};
  return {errno == EAGAIN ? Io::wants_read : Io::failed, 0};
}

IoResult Channel::write(std::string_view bytes) {
  if (tls_) return tls_->write(bytes);
  ssize_t n = 0;
  do {
    n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (n < 0 && errno == EINTR);
  if (n >= 0) return {Io::done, static_cast<size_t>(n)};
  return {errno == EAGAIN ? Io::wants_write : Io::failed, 0};
}

void Channel::shut_output() {
  if (tls_) tls_->shut();
  ::shutdown(fd_, SHUT_WR);
}

}  // namespace http::transport
