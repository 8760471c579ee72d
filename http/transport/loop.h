// http/transport/loop.h: one reactor's handler: Pistache polls, this decides. Private: Pistache
// types stay in here and in loop*.cc, server.cc and method_check.cc.
#pragma once
#include <pistache/reactor.h>

#include <atomic>
#include <memory>
#include <vector>

#include "http/transport/exchange.h"
#include "http/transport/listen_socket.h"

namespace http::transport {

/// What the loops of one server are made from. Pistache clones a prototype, one for each thread.
struct LoopSeed {
  std::shared_ptr<Core> core;
  std::shared_ptr<ListenSocket> listener;
  std::atomic<size_t> loops{0};
};

/// What the poller hands back with an event: the descriptor and part of the connection's id, so
/// that an event queued for the descriptor's former owner finds nobody. Our own descriptors have
/// id 0; the low half of a connection's id is never 0.
inline Pistache::Polling::Tag tag_of(int fd, uint64_t id) {
  return Pistache::Polling::Tag((id << 32) | static_cast<uint32_t>(fd));
}

/// Owns the connections of one reactor. Loop 0 also accepts, and hands connections out in turn.
class Loop : public Pistache::Aio::Handler {
 public:
  /// The prototype: never polled itself.
  explicit Loop(std::shared_ptr<LoopSeed> seed);
  Loop(std::shared_ptr<LoopSeed> seed, size_t lane);
  ~Loop() override;

  std::shared_ptr<Pistache::Aio::Handler> clone() const override;
  void registerPoller(Pistache::Polling::Epoll& poller) override;
  void onReady(const Pistache::Aio::FdSet& events) override;

 private:
  void on_event(const Pistache::Aio::FdSet::Entry& event);
  void on_connection_event(Connection& c, const Pistache::Aio::FdSet::Entry& event);
  void on_wake();
  void on_tick();
  void accept_clients();
  void place(Accepted client);
  void turn_away(int fd);
  void adopt(int fd, std::string peer_address);
  void listen_again(bool on);
  void stop_listening();
  Connection* find(int fd, uint64_t id) const;
  void settle(Connection& c);
  void drop(Connection& c);

  const std::shared_ptr<LoopSeed> seed_;
  const size_t lane_;
  std::unique_ptr<Exchange> exchange_;
  int timer_fd_ = -1;
  uint64_t last_id_ = 0;
  size_t next_lane_ = 0;
  bool accepting_ = false;
  /// By descriptor.
  std::vector<std::unique_ptr<Connection>> connections_;
  std::vector<Answer> answers_;
  std::vector<Arrival> arrivals_;
};

}  // namespace http::transport
