// http/transport/listen_socket.cc: bind, listen, accept.
#include "http/transport/listen_socket.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace http::transport {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

[[noreturn]] void fail(const std::string& host, uint16_t port, const std::string& why) {
  throw std::runtime_error("cannot listen on " + host + " port " + std::to_string(port) + ": " +
                           why);
}

Addresses resolve(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int wrong = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (wrong != 0) fail(host, port, ::gai_strerror(wrong));
  return {found, &::freeaddrinfo};
}

/// A listening socket on this address, or -1 with errno.
int listen_on(const addrinfo& address, int backlog) {
  const int type = address.ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const int fd = ::socket(address.ai_family, type, address.ai_protocol);
  if (fd < 0) return -1;
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  // Linux hands this on to every accepted socket.
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::bind(fd, address.ai_addr, address.ai_addrlen) == 0 && ::listen(fd, backlog) == 0) return fd;
  const int error = errno;
  ::close(fd);
  errno = error;
  return -1;
}

uint16_t bound_port(int fd) {
  sockaddr_storage address{};
  socklen_t bytes = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &bytes);
  const bool six = address.ss_family == AF_INET6;
  return ntohs(six ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                   : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

std::string text_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text,
                sizeof text);
    return text;
  }
  const in6_addr& six = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&six))
    ::inet_ntop(AF_INET, &six.s6_addr[12], text, sizeof text);
  else
    ::inet_ntop(AF_INET6, &six, text, sizeof text);
  return text;
}

}  // namespace

void ListenSocket::open(std::string host, uint16_t port, int backlog) {
  if (host.size() > 1 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  const Addresses addresses = resolve(host, port);
  for (const addrinfo* a = addresses.get(); a != nullptr && fd_ < 0; a = a->ai_next) {
    fd_ = listen_on(*a, backlog);
  }
  if (fd_ < 0) fail(host, port, std::system_category().message(errno));
  port_ = bound_port(fd_);
}

AcceptState ListenSocket::accept(Accepted& out) {
  for (;;) {
    sockaddr_storage address{};
    socklen_t bytes = sizeof address;
    out.fd =
        ::accept4(fd_, reinterpret_cast<sockaddr*>(&address), &bytes, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (out.fd >= 0) {
      out.peer_address = text_of(address);
      return AcceptState::accepted;
    }
    switch (errno) {
      case EAGAIN:
      case EBADF:
      case EINVAL:
        return AcceptState::nobody;
      case EINTR:
      case ECONNABORTED:
      case EPROTO:
      case ENETDOWN:
      case ENETUNREACH:
      case EHOSTDOWN:
      case EHOSTUNREACH:
      case ENONET:
        // These concern the one client that was next: it is gone, another may be fine.
        continue;
      default:
        // EMFILE, ENFILE, ENOBUFS, ENOMEM: the client stays in the backlog.
        return AcceptState::no_descriptors;
    }
  }
}

void ListenSocket::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

}  // namespace http::transport
