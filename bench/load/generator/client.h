// bench/load/generator/client.h: many HTTP connections on one thread, by Boost.Beast. libcurl
// writes the headers of a request a byte at a time, which with a token of a kilobyte cost more than
// all else.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "bench/load/generator/web.h"

namespace load {
struct Request {
  std::string_view method;
  std::string_view path;   ///< behind the target's base, with its query
  std::string_view body;   ///< JSON; empty: none
  std::string_view token;  ///< empty: none is sent
};

/// `body` is valid until the client's next request. `fault` says why there is no answer.
/// `is_second`: the request was sent twice, since the connection was lost in front of any answer;
/// the server may have done it twice.
struct Reply {
  unsigned status = 0;
  std::string_view body;
  std::string fault{};
  bool is_second = false;
};

/// One connection, which carries one request at a time and opens itself when there is something to
/// send. One that the server closed while it lay idle is opened again, and the request sent again.
class Client {
 public:
  virtual ~Client() = default;
  /// What `request` refers to is copied. The reply is told from within Network::wait.
  virtual void send(const Request& request) = 0;
};

/// Outlives its clients.
class Network {
 public:
  using Clock = std::chrono::steady_clock;
  using Told = std::function<void(const Reply&)>;

  /// Throws WebFault when the target is no URL or its host is not found.
  explicit Network(const Target& target);
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// `told` hears each reply, and may send the next request.
  std::unique_ptr<Client> client(Told told);

  /// Lets the clients go on: until something happened, `until` at longest.
  void wait(Clock::time_point until);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};
}  // namespace load
