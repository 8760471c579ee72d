// tests/transport/client.cc: sockets for tests.
#include "tests/transport/client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "http/transport/request.h"

namespace http::transport {

std::string WireAnswer::header(std::string_view name) const {
  std::string_view rest = head;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const size_t colon = line.find(": ");
    if (colon != line.npos && equal_ignoring_case(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
    rest.remove_prefix(std::min(end + 2, rest.size()));
  }
  return "";
}

Client::Client(uint16_t port, const char* address, int receive_buffer_bytes) {
  sockaddr_in6 six{};
  sockaddr_in four{};
  const bool is_six = std::strchr(address, ':') != nullptr;
  six.sin6_family = AF_INET6;
  four.sin_family = AF_INET;
  six.sin6_port = four.sin_port = htons(port);
  if (is_six)
    ::inet_pton(AF_INET6, address, &six.sin6_addr);
  else
    ::inet_pton(AF_INET, address, &four.sin_addr);
  fd_ = ::socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd_ < 0) return;
  if (receive_buffer_bytes > 0) {
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof receive_buffer_bytes);
  }
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const auto* to = is_six ? reinterpret_cast<sockaddr*>(&six) : reinterpret_cast<sockaddr*>(&four);
  const auto bytes = static_cast<socklen_t>(is_six ? sizeof six : sizeof four);
  if (::connect(fd_, to, bytes) == 0) return;
  ::close(fd_);
  fd_ = -1;
}

Client::~Client() {
  if (fd_ >= 0) ::close(fd_);
}

bool Client::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

void Client::send_some(std::string_view bytes) {
  [[maybe_unused]] const auto n =
      ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Client::end_output() { ::shutdown(fd_, SHUT_WR); }

void Client::abort() {
  const linger now{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
  ::close(fd_);
  fd_ = -1;
}

bool Client::readable(std::chrono::milliseconds time) const {
  pollfd p{fd_, POLLIN, 0};
  return ::poll(&p, 1, static_cast<int>(time.count())) == 1;
}

bool Client::fill() {
  if (!readable(patience)) return false;
  char bytes[65'536];
  const ssize_t n = ::recv(fd_, bytes, sizeof bytes, 0);
  if (n <= 0) return false;
  buffer_.append(bytes, static_cast<size_t>(n));
  return true;
}

WireAnswer Client::read(bool bodiless) {
  WireAnswer answer;
  size_t end = 0;
  while ((end = buffer_.find("\r\n\r\n")) == buffer_.npos) {
    if (!fill()) return answer;
  }
  answer.head = buffer_.substr(0, end + 2);
  buffer_.erase(0, end + 4);
  const std::string length = answer.header("Content-Length");
  const size_t bytes = bodiless || length.empty() ? 0 : std::strtoul(length.c_str(), nullptr, 10);
  while (buffer_.size() < bytes) {
    if (!fill()) return {};
  }
  answer.body = buffer_.substr(0, bytes);
  buffer_.erase(0, bytes);
  answer.status = std::atoi(answer.head.c_str() + std::strlen("HTTP/1.1 "));
  return answer;
}

bool Client::ended() {
  if (!buffer_.empty() || !readable(patience)) return false;
  char byte = 0;
  return ::recv(fd_, &byte, 1, 0) <= 0;
}

std::string Client::read_all() {
  while (fill()) {
  }
  return std::move(buffer_);
}

std::string get(std::string_view path, std::string_view more_headers) {
  std::string text = "GET ";
  return text.append(path).append(" HTTP/1.1\r\nHost: t\r\n").append(more_headers).append("\r\n");
}

std::string post(std::string_view path, std::string_view body) {
  std::string text = "POST ";
  text.append(path).append(" HTTP/1.1\r\nHost: t\r\nContent-Length: ");
  return text.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
}

}  // namespace http::transport
