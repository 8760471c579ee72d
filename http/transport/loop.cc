// http/transport/loop.cc: events of the poller to the rules of a connection, and back.
#include "http/transport/loop.h"

#include <sys/timerfd.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>

namespace http::transport {
namespace {

namespace P = Pistache::Polling;

/// How often deadlines are looked at: the precision of every time in Limits.
constexpr long tick_ns = 250'000'000;
constexpr size_t prototype_lane = SIZE_MAX;

P::NotifyOn notify_on(int interest) {
  const auto bits = ((interest & interest_read) != 0 ? static_cast<int>(P::NotifyOn::Read) : 0) |
                    ((interest & interest_write) != 0 ? static_cast<int>(P::NotifyOn::Write) : 0);
  return static_cast<P::NotifyOn>(bits);
}

int64_t monotonic_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

int make_timer() {
  const int fd = ::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
  const itimerspec times{{0, tick_ns}, {0, tick_ns}};
  if (fd < 0 || ::timerfd_settime(fd, 0, &times, nullptr) != 0) {
    throw std::runtime_error("transport: no timer");
  }
  return fd;
}

}  // namespace

Loop::Loop(std::shared_ptr<LoopSeed> seed) : seed_(std::move(seed)), lane_(prototype_lane) {}

Loop::Loop(std::shared_ptr<LoopSeed> seed, size_t lane)
    : seed_(std::move(seed)),
      lane_(lane),
      exchange_(std::make_unique<Exchange>(seed_->core, lane)) {}

Loop::~Loop() {
  if (!exchange_) return;
  seed_->core->lanes[lane_].mailbox->close();
  for (const auto& c : connections_) {
    if (!c) continue;
    exchange_->on_close(*c);
    seed_->core->connections.fetch_sub(1);
  }
  if (timer_fd_ >= 0) ::close(timer_fd_);
}

std::shared_ptr<Pistache::Aio::Handler> Loop::clone() const {
  return std::make_shared<Loop>(seed_, seed_->loops.fetch_add(1));
}

void Loop::registerPoller(P::Epoll& poller) {
  const auto read = Pistache::Flags<P::NotifyOn>(P::NotifyOn::Read);
  const int wake_fd = seed_->core->lanes[lane_].mailbox->event_fd();
  poller.addFd(wake_fd, read, tag_of(wake_fd, 0), P::Mode::Edge);
  timer_fd_ = make_timer();
  poller.addFd(timer_fd_, read, tag_of(timer_fd_, 0));
  if (lane_ != 0) return;
  poller.addFd(seed_->listener->fd(), read, tag_of(seed_->listener->fd(), 0));
  accepting_ = true;
}

void Loop::onReady(const Pistache::Aio::FdSet& events) {
  exchange_->set_now(monotonic_ms(), std::time(nullptr));
  for (const auto& event : events) {
    try {
      on_event(event);
    } catch (const std::exception&) {
      // Out of memory while making a connection: that client is lost, the others go on.
    }
  }
}

void Loop::on_event(const Pistache::Aio::FdSet::Entry& event) {
  const uint64_t tag = event.getTag().value();
  const auto fd = static_cast<int>(tag & 0xffff'ffff);
  if (tag >> 32 != 0) {
    const auto slot = static_cast<size_t>(fd);
    Connection* c = slot < connections_.size() ? connections_[slot].get() : nullptr;
    if (c != nullptr && tag_of(fd, c->id).value() == tag) on_connection_event(*c, event);
  } else if (fd == timer_fd_) {
    on_tick();
  } else if (fd == seed_->core->lanes[lane_].mailbox->event_fd()) {
    on_wake();
  } else if (accepting_ && fd == seed_->listener->fd()) {
    accept_clients();
  }
}

void Loop::on_connection_event(Connection& c, const Pistache::Aio::FdSet::Entry& event) {
  const bool quiet = !event.isReadable() && !event.isWritable();
  try {
    // Both directions are over, or the socket has an error (which Pistache reports as no flag).
    if (event.isHangup() || quiet) c.phase = Phase::closed;
    if (event.isWritable() && c.phase != Phase::closed) exchange_->on_writable(c);
    if (event.isReadable() && c.phase != Phase::closed) exchange_->on_readable(c);
    settle(c);
  } catch (const std::exception&) {
    // Memory or the poller failed for this connection; the others go on.
    drop(c);
  }
}

void Loop::on_wake() {
  seed_->core->lanes[lane_].mailbox->take(answers_, arrivals_);
  for (Arrival& arrival : arrivals_) adopt(arrival.fd, std::move(arrival.peer_address));
  for (Answer& answer : answers_) {
    Connection* c = find(answer.ticket.fd, answer.ticket.connection);
    if (c == nullptr) {
      seed_->core->lanes[lane_].counters->late_replies.add();
      continue;
    }
    try {
      exchange_->on_answer(*c, answer.ticket, answer.response);
      settle(*c);
    } catch (const std::exception&) {
      drop(*c);
    }
  }
  answers_.clear();
  if (seed_->core->draining.load()) stop_listening();
}

void Loop::on_tick() {
  uint64_t ticks = 0;
  [[maybe_unused]] const auto got = ::read(timer_fd_, &ticks, sizeof ticks);
  const int64_t now = monotonic_ms();
  for (size_t i = 0; i < connections_.size(); ++i) {
    Connection* c = connections_[i].get();
    if (c == nullptr || c->deadline_ms > now) continue;
    try {
      exchange_->on_deadline(*c);
      settle(*c);
    } catch (const std::exception&) {
      drop(*c);
    }
  }
  listen_again(true);
}

Connection* Loop::find(int fd, uint64_t id) const {
  const auto slot = static_cast<size_t>(fd);
  Connection* c = fd >= 0 && slot < connections_.size() ? connections_[slot].get() : nullptr;
  return c != nullptr && c->id == id ? c : nullptr;
}

void Loop::settle(Connection& c) {
  if (c.phase == Phase::closed) return drop(c);
  const int interest = exchange_->interest_of(c);
  if (interest == c.interest) return;
  c.interest = interest;
  reactor()->modifyFd(key(), c.channel->fd(), notify_on(interest), tag_of(c.channel->fd(), c.id));
}

void Loop::drop(Connection& c) {
  const int fd = c.channel->fd();
  exchange_->on_close(c);
  try {
    reactor()->removeFd(key(), fd);
  } catch (const std::exception&) {
    // It was never added; closing it is enough.
  }
  connections_[static_cast<size_t>(fd)].reset();
  seed_->core->connections.fetch_sub(1);
  listen_again(true);
}

}  // namespace http::transport
