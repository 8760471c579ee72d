// http/transport/server.cc: parts of a server put together, started and stopped.
#include "http/transport/server.h"

#include <algorithm>
#include <stdexcept>

#include "http/transport/loop.h"

namespace http::transport {

class Server::Impl {
 public:
  Impl(Options options, Handler handler) : core(std::make_shared<Core>()) {
    core->options = std::move(options);
    core->handler = std::move(handler);
    core->fixed_headers = render_headers(core->options.extra_headers);
  }

  void start();
  void stop();

  const std::shared_ptr<Core> core;
  const std::shared_ptr<ListenSocket> listener = std::make_shared<ListenSocket>();
  std::mutex stop_mutex;
  uint16_t port = 0;
  std::unique_ptr<Pistache::Aio::Reactor> reactor;
};

void Server::Impl::start() {
  if (reactor || port != 0) throw std::runtime_error("transport: started twice");
  const Options& options = core->options;
  if (options.tls) {
    if (const auto wrong = core->tls.load(*options.tls); !wrong.empty()) {
      throw std::runtime_error("TLS: " + wrong);
    }
  }
  listener->open(options.host, options.port, options.backlog);
  port = listener->port();
  // Pistache numbers its handlers with one byte.
  core->lanes.resize(std::clamp<size_t>(options.reactors, 1, 254));
  auto seed = std::make_shared<LoopSeed>();
  seed->core = core;
  seed->listener = listener;
  reactor = std::make_unique<Pistache::Aio::Reactor>();
  reactor->init(Pistache::Aio::AsyncContext(core->lanes.size(), "http"));
  reactor->addHandler(std::make_shared<Loop>(seed));
  reactor->run();
}

void Server::Impl::stop() {
  const std::lock_guard lock(stop_mutex);
  if (!reactor) return;
  core->draining.store(true);
  reactor->shutdown();
  reactor.reset();  // joins the threads and destroys the loops with their connections
  listener->close();
}

Server::Server(Options options, Handler handler)
    : impl_(std::make_unique<Impl>(std::move(options), std::move(handler))) {}

Server::~Server() { stop(); }

void Server::start() {
  try {
    impl_->start();
  } catch (const std::runtime_error&) {
    throw;
  } catch (const std::exception& e) {
    throw std::runtime_error(std::string("transport: ") + e.what());
  }
}

uint16_t Server::port() const { return impl_->port; }

void Server::begin_drain() {
  impl_->core->draining.store(true);
  for (const Lane& lane : impl_->core->lanes) lane.mailbox->wake();
}

bool Server::drain(std::chrono::milliseconds timeout) {
  begin_drain();
  Core& core = *impl_->core;
  std::unique_lock lock(core.drained_mutex);
  return core.drained.wait_for(lock, timeout, [&] { return core.in_flight.load() == 0; });
}

void Server::stop() { impl_->stop(); }

std::string Server::reload_tls() {
  const auto& tls = impl_->core->options.tls;
  return tls ? impl_->core->tls.load(*tls) : "TLS is not configured";
}

std::string Server::reload_tls(const TlsOptions& tls) {
  return impl_->core->options.tls ? impl_->core->tls.load(tls) : "TLS is not configured";
}

Stats Server::stats() const {
  const Core& core = *impl_->core;
  Stats sum;
  sum.connections = core.connections.load();
  sum.in_flight = core.in_flight.load();
  for (const Lane& lane : core.lanes) {
    const Counters& c = *lane.counters;
    sum.accepted += c.accepted.value();
    sum.requests += c.requests.value();
    sum.bytes_in += c.bytes_in.value();
    sum.bytes_out += c.bytes_out.value();
    sum.bad_requests += c.bad_requests.value();
    sum.too_large += c.too_large.value();
    sum.refused_connections += c.refused_connections.value();
    sum.accept_pauses += c.accept_pauses.value();
    sum.tls_failures += c.tls_failures.value();
    sum.handler_exceptions += c.handler_exceptions.value();
    sum.refused_bodies += c.refused_bodies.value();
    sum.slow_readers += c.slow_readers.value();
    sum.late_replies += c.late_replies.value();
    sum.header_timeouts += c.header_timeouts.value();
    sum.body_timeouts += c.body_timeouts.value();
    sum.idle_timeouts += c.idle_timeouts.value();
    sum.request_timeouts += c.request_timeouts.value();
  }
  return sum;
}

}  // namespace http::transport
