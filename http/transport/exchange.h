// http/transport/exchange.h: the rules of a connection: when to read, frame, call, answer, close.
#pragma once
#include <array>
#include <memory>

#include "http/transport/connection.h"
#include "http/transport/core.h"
#include "http/transport/method_check.h"

namespace http::transport {

/// Bits of what a connection wants to hear from the poller.
enum Interest : int { interest_none = 0, interest_read = 1, interest_write = 2 };

/// Runs on one reactor. After any call, a connection whose phase is `closed` is to be destroyed,
/// and otherwise interest_of says what to poll for.
class Exchange {
 public:
  Exchange(std::shared_ptr<Core> core, size_t lane);

  /// The reactor's time, set before each round of events.
  void set_now(int64_t now_ms, std::time_t wall);

  void on_open(Connection& c);
  void on_readable(Connection& c);
  void on_writable(Connection& c);
  /// An answer from another thread, or from another request's handler.
  void on_answer(Connection& c, const Ticket& ticket, const Response& response);
  /// `deadline_ms` has passed.
  void on_deadline(Connection& c);
  /// About to be destroyed.
  void on_close(Connection& c);
  int interest_of(const Connection& c) const;

  /// An answer of the transport itself, ready for the wire.
  std::string error_bytes(int status, std::string_view reason);

 private:
  void enter(Connection& c, Phase phase, std::chrono::milliseconds time);
  void shake_hands(Connection& c);
  void receive(Connection& c);
  void discard(Connection& c);
  void advance(Connection& c);
  bool read_head(Connection& c);
  void note_id(Connection& c) const;
  bool read_body(Connection& c);
  void wait_for_body(Connection& c, size_t head_bytes);
  void wait_for_more(Connection& c);
  void wait_for_rest_of_body(Connection& c);
  void count_body_bytes(Connection& c, size_t bytes);
  void dispatch(Connection& c, std::string_view body, size_t input_bytes);
  /// False when the handler kept the body: the `input_bytes` are then gone from the input.
  bool call_handler(Connection& c, Dispatch& now, std::string_view body, size_t input_bytes);
  void refuse(Connection& c, Refusal why);
  void answer(Connection& c, const Response& response);
  void flush(Connection& c);
  void finish_answer(Connection& c);
  void linger(Connection& c);
  void forget_in_flight(Connection& c);
  Response error(const OwnAnswer& own);
  Response silence(const Connection& c);

  const std::shared_ptr<Core> core_;
  const Limits& limits_;
  const FramingLimits framing_;
  const std::shared_ptr<Mailbox> mailbox_;
  const std::shared_ptr<Counters> counters_;
  MethodCheck method_check_;
  DateLine date_;
  int64_t now_ms_ = 0;
  std::time_t wall_ = 0;
  std::array<char, 65'536> scratch_{};
};

}  // namespace http::transport
