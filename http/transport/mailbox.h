// http/transport/mailbox.h: what other threads hand to one reactor: answers and new connections.
#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/transport/living.h"
#include "http/transport/response.h"

namespace http::transport {

struct Answer {
  Ticket ticket;
  Response response;
};

/// A connection accepted by another reactor.
struct Arrival {
  int fd = -1;
  std::string peer_address;
};

/// Any thread posts, one reactor takes. Outlives the reactor through the replies that hold it.
/// Wakes are coalesced and none is lost: who makes the box non-empty writes to the eventfd after
/// it, and the reactor empties the box after each wake. The eventfd is polled by edge and never
/// read: every write is an edge, also while the counter is not zero.
class Mailbox {
 public:
  /// Throws std::runtime_error when no descriptor is left.
  Mailbox();
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void post(Ticket ticket, Response response);
  /// One lock and at most one wake for all.
  void post(std::vector<Answer> answers);
  /// Closes the descriptor if the reactor is gone.
  void post(Arrival arrival);
  void wake() const;

  int event_fd() const { return event_fd_; }
  /// The reactor's connections, which it keeps up to date.
  Living& living() { return living_; }
  const Living& living() const { return living_; }
  /// Reactor only: everything posted since the last call.
  void take(std::vector<Answer>& answers, std::vector<Arrival>& arrivals);
  /// The reactor is gone: what is posted from now on is dropped.
  void close();

 private:
  const int event_fd_;
  std::mutex mutex_;
  bool closed_ = false;
  std::vector<Answer> answers_;
  std::vector<Arrival> arrivals_;
  Living living_;
};

/// The request that the handler on this thread is working on, if any.
struct Dispatch {
  const Mailbox* mailbox = nullptr;
  Ticket ticket;
  uint64_t silent_tag = 0;
  std::optional<Response> answer;
  static thread_local Dispatch* current;
};

}  // namespace http::transport
