// tests/transport/client.h: a plain client that sends what it is told, byte for byte.
#pragma once
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace http::transport {

/// How long a test waits for what must come before it fails.
inline constexpr std::chrono::seconds patience{20};

/// One answer as read from the wire.
struct WireAnswer {
  int status = 0;  ///< 0: none came
  std::string head;
  std::string body;
  /// Value of a header, or empty.
  std::string header(std::string_view name) const;
};

/// A TCP connection to loopback. Reads give up after `patience`.
class Client {
 public:
  explicit Client(uint16_t port, const char* address = "127.0.0.1", int receive_buffer_bytes = 0);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool connected() const { return fd_ >= 0; }
  /// False when the other side has gone.
  bool send(std::string_view bytes);
  /// As much as the socket takes without waiting.
  void send_some(std::string_view bytes);
  void end_output();
  /// Closes with a reset.
  void abort();
  /// The next answer; `bodiless` for HEAD. Interim answers (100) are returned like others.
  WireAnswer read(bool bodiless = false);
  /// True when the server ends the connection and sends nothing before.
  bool ended();
  /// True when bytes can be read within `time`.
  bool readable(std::chrono::milliseconds time) const;
  std::string read_all();
  int fd() const { return fd_; }

 private:
  bool fill();
  int fd_ = -1;
  std::string buffer_;
};

/// Polls until `condition` holds; false after `patience`.
template <class Condition>
bool eventually(Condition condition);

std::string get(std::string_view path, std::string_view more_headers = "");
std::string post(std::string_view path, std::string_view body);

}  // namespace http::transport

#include <thread>
template <class Condition>
bool http::transport::eventually(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}
