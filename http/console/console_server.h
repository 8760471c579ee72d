// http/console/console_server.h: the socket by which operators' commands reach a running server.
#pragma once
#include <atomic>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <thread>

#include "http/console/frames.h"
#include "http/console/long_answer.h"

namespace console {
/// Threads of its own, outside reactors and actors: one that accepts, and one for each of at most
/// commands_max connections. Whoever is neither the process's own user nor root, and whoever is one
/// too many, is hung up on. Whatever goes wrong ends a connection at most, never the process.
class ConsoleServer {
 public:
  static constexpr size_t commands_max = 4;
  /// One order and its answer, both JSON; messages may be sent in front of the answer. Called from
  /// several threads.
  using Handler = std::function<std::string(std::string_view, const Send&)>;

  /// `listening` is that of listen_in(directory).
  ConsoleServer(std::string directory, Descriptor listening, Handler handler);
  /// Hangs up and waits for the order at hand of each connection.
  ~ConsoleServer();
  ConsoleServer(const ConsoleServer&) = delete;
  ConsoleServer& operator=(const ConsoleServer&) = delete;

 private:
  struct Talk {
    Descriptor connection;
    std::thread thread;
    std::atomic<bool> is_over{false};
  };

  void accept_all();
  void accept_one();
  void begin(Descriptor connection);
  void converse(Talk& talk) const;
  void forget_ended();

  std::string directory_;
  Descriptor listening_;
  Handler handler_;
  std::atomic<bool> ending_{false};
  std::list<Talk> talks_;
  std::thread accepting_;
};
}  // namespace console
