// http/transport/loop_accept.cc: new connections.
#include <sys/socket.h>
#include <unistd.h>

#include "http/transport/loop.h"

namespace http::transport {
namespace {

namespace P = Pistache::Polling;

/// Accepts in one go, so that a storm of clients does not keep the others waiting.
constexpr int accepts_max = 64;

}  // namespace

void Loop::accept_clients() {
  for (int i = 0; i < accepts_max; ++i) {
    Accepted client;
    switch (seed_->listener->accept(client)) {
      case AcceptState::accepted:
        place(std::move(client));
        break;
      case AcceptState::nobody:
        return;
      case AcceptState::no_descriptors:
        // The client stays in the backlog and would be reported again at once, for ever: look away
        // until a connection closes or the next tick.
        seed_->core->lanes[lane_].counters->accept_pauses.add();
        return listen_again(false);
    }
  }
}

void Loop::place(Accepted client) {
  const auto& core = *seed_->core;
  core.lanes[lane_].counters->accepted.add();
  if (core.connections.load() >= core.options.limits.connections_max) return turn_away(client.fd);
  seed_->core->connections.fetch_add(1);
  const size_t lane = next_lane_++ % core.lanes.size();
  if (lane == lane_) return adopt(client.fd, std::move(client.peer_address));
  core.lanes[lane].mailbox->post(Arrival{client.fd, std::move(client.peer_address)});
}

void Loop::turn_away(int fd) {
  const auto& core = *seed_->core;
  core.lanes[lane_].counters->refused_connections.add();
  if (!core.options.tls) {
    const std::string bytes = exchange_->error_bytes(503, "too many connections");
    // As much as a fresh socket takes, which is all of it.
    [[maybe_unused]] const auto sent =
        ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  ::close(fd);
}

void Loop::adopt(int fd, std::string peer_address) {
  const auto& core = *seed_->core;
  std::unique_ptr<TlsSession> tls;
  if (core.options.tls) tls = TlsSession::make(core.tls.current(), fd);
  if (core.options.tls && !tls) {
    ::close(fd);
    seed_->core->connections.fetch_sub(1);
    return;
  }
  // See tag_of.
  if ((++last_id_ & 0xffff'ffff) == 0) ++last_id_;
  const auto slot = static_cast<size_t>(fd);
  if (slot >= connections_.size()) connections_.resize(slot + 64);
  auto channel = std::make_unique<Channel>(fd, std::move(tls));
  connections_[slot] =
      std::make_unique<Connection>(last_id_, std::move(peer_address), std::move(channel));
  Connection& c = *connections_[slot];
  exchange_->on_open(c);
  c.interest = interest_read;
  try {
    reactor()->registerFd(key(), fd, P::NotifyOn::Read, tag_of(fd, c.id));
  } catch (const std::exception&) {
    drop(c);
  }
}

void Loop::listen_again(bool on) {
  if (lane_ != 0 || on == accepting_ || seed_->listener->fd() < 0) return;
  const int fd = seed_->listener->fd();
  try {
    reactor()->modifyFd(key(), fd, on ? P::NotifyOn::Read : P::NotifyOn::None, tag_of(fd, 0));
    accepting_ = on;
  } catch (const std::exception&) {
    // The next tick tries again.
  }
}

void Loop::stop_listening() {
  if (lane_ != 0 || seed_->listener->fd() < 0) return;
  // Who already waits in the backlog is let in to hear a 503 instead of a reset.
  accept_clients();
  try {
    reactor()->removeFd(key(), seed_->listener->fd());
  } catch (const std::exception&) {
    // Closing takes it out of the poller as well.
  }
  accepting_ = false;
  seed_->listener->close();
}

}  // namespace http::transport
