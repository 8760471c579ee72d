// http/transport/core.h: what the reactors of one server share.
#pragma once
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "http/transport/counters.h"
#include "http/transport/mailbox.h"
#include "http/transport/options.h"
#include "http/transport/tls.h"

namespace http::transport {

/// One reactor, as the others and the server see it.
struct Lane {
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
  std::shared_ptr<Counters> counters = std::make_shared<Counters>();
};

struct Core {
  Options options;
  Handler handler;
  /// Options::extra_headers, rendered once.
  std::string fixed_headers;
  TlsStore tls;
  /// Set before any reactor runs.
  std::vector<Lane> lanes;

  std::atomic<bool> draining{false};
  std::atomic<size_t> connections{0};
  /// Requests handed to the handler whose answer is not yet wholly written.
  std::atomic<size_t> in_flight{0};
  /// Limits::bodies_bytes_max bounds it.
  std::atomic<size_t> body_bytes{0};
  std::mutex drained_mutex;
  std::condition_variable drained;

  /// One request less in flight; tells a waiting drain of the last.
  void finish_request() {
    // Both sides first write, then read (in_flight here and draining there), so one of them sees.
    if (in_flight.fetch_sub(1) != 1 || !draining.load()) return;
    const std::lock_guard lock(drained_mutex);
    drained.notify_all();
  }
};

}  // namespace http::transport
