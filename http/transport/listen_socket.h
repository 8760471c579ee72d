// http/transport/listen_socket.h: the listening socket. Pistache's Listener is not used for it: its
// accept thread spins for ever when no descriptor is free, cannot be paused or stopped without the
// reactors, and hands peers over through a queue that can lose a wake-up (pistache 0.0.5,
// PollableQueue::pop clears the eventfd after it saw the queue empty).
#pragma once
#include <cstdint>
#include <string>

namespace http::transport {

struct Accepted {
  int fd = -1;
  /// Text of the address: "127.0.0.1", "::1". IPv4 in IPv6 is shown as IPv4.
  std::string peer_address;
};

enum class AcceptState { accepted, nobody, no_descriptors };

class ListenSocket {
 public:
  ListenSocket() = default;
  ~ListenSocket() { close(); }
  ListenSocket(const ListenSocket&) = delete;
  ListenSocket& operator=(const ListenSocket&) = delete;

  /// Binds and listens; port 0 is any free one. Accepted sockets have TCP_NODELAY.
  /// Throws std::runtime_error that names host, port and cause.
  void open(std::string host, uint16_t port, int backlog);
  /// Never waits. no_descriptors: nothing can be accepted now, and the next client stays waiting.
  /// The socket is non-blocking and closed on exec.
  AcceptState accept(Accepted& out);
  void close();

  int fd() const { return fd_; }
  uint16_t port() const { return port_; }

 private:
  int fd_ = -1;
  uint16_t port_ = 0;
};

}  // namespace http::transport
