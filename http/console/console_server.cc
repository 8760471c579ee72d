// http/console/console_server.cc: accept, talk, hang up.
#include "http/console/console_server.h"

#include <poll.h>
#include <sys/socket.h>

#include "actors/base/log.h"

namespace console {
namespace {
/// How often the accepting thread looks whether it shall end.
constexpr int look_up_ms = 200;

void rest() { ::poll(nullptr, 0, look_up_ms); }
}  // namespace

ConsoleServer::ConsoleServer(std::string directory, Descriptor listening, Handler handler)
    : directory_(std::move(directory)),
      listening_(std::move(listening)),
      handler_(std::move(handler)) {
  accepting_ = std::thread{[this] { accept_all(); }};
}

ConsoleServer::~ConsoleServer() {
  ending_ = true;
  accepting_.join();
  remove_socket_in(directory_);
  for (Talk& talk : talks_) ::shutdown(talk.connection.get(), SHUT_RDWR);
  for (Talk& talk : talks_) talk.thread.join();
}

void ConsoleServer::accept_all() {
  while (!ending_) {
    try {
      pollfd wanted{listening_.get(), POLLIN, 0};
      if (::poll(&wanted, 1, look_up_ms) > 0) accept_one();
    } catch (const std::exception&) {
      logging::error("console: a connection failed inside the server");
      rest();
    }
  }
}

void ConsoleServer::accept_one() {
  Descriptor connection{::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  // The connection still waits, so that without descriptors the next attempt would fail at once.
  if (!connection) return rest();
  if (!may_order(connection)) return logging::warning("console: another user tried to connect");
  if (!bound_sending(connection, sending_max)) return;
  forget_ended();
  if (talks_.size() < commands_max) return begin(std::move(connection));
  send_message(connection, R"({"error":"too many commands at once: try again"})");
}

void ConsoleServer::begin(Descriptor connection) {
  Talk& talk = talks_.emplace_back();
  talk.connection = std::move(connection);
  try {
    talk.thread = std::thread{[this, &talk] { converse(talk); }};
  } catch (...) {
    talks_.pop_back();  // It has no thread that could be joined.
    throw;
  }
}

void ConsoleServer::converse(Talk& talk) const {
  try {
    const Send send = [&](std::string_view message) {
      return !ending_ && send_message(talk.connection, message);
    };
    while (!ending_) {
      const auto order = receive_message(talk.connection);
      if (!order || !send_message(talk.connection, handler_(order->view(), send))) break;
    }
  } catch (...) {
    logging::error("console: an order failed inside the server");
  }
  // The other end hears at once; the descriptor is closed with the talk.
  ::shutdown(talk.connection.get(), SHUT_RDWR);
  talk.is_over = true;
}

void ConsoleServer::forget_ended() {
  for (auto talk = talks_.begin(); talk != talks_.end();) {
    if (!talk->is_over) {
      ++talk;
      continue;
    }
    talk->thread.join();
    talk = talks_.erase(talk);
  }
}
}  // namespace console
