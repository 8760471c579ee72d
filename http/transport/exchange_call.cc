// http/transport/exchange_call.cc: from a framed request to the handler, and back with its answer.
#include <exception>
#include <memory>
#include <utility>

#include "http/transport/exchange.h"

namespace http::transport {
namespace {
/// Smaller bodies are copied: it costs less than a new buffer, and a short text would move with its
/// bytes.
constexpr size_t moved_body_bytes_min = 4096;

/// Gives away the connection's input, or what was decoded of chunks, and keeps a hold on it: views
/// into it are good while this lives.
class InputKeeper final : public BodyKeeper {
 public:
  InputKeeper(Connection& c, std::string_view body, size_t input_bytes)
      : c_(c), body_(body), input_bytes_(input_bytes) {}

  KeptBody keep() override {
    if (holder_ || body_.size() < moved_body_bytes_min) {
      const auto copy = std::make_shared<const std::string>(body_);
      return {copy, *copy};
    }
    if (c_.head.chunked) {
      holder_ = std::make_shared<const std::string>(std::move(c_.chunked_body));
      c_.chunked_body.clear();
      return {holder_, body_};
    }
    std::string rest{c_.unread().substr(input_bytes_)};
    holder_ = std::make_shared<const std::string>(std::move(c_.in));
    c_.in = std::move(rest);
    c_.in_begin = 0;
    took_input_ = true;
    return {holder_, body_};
  }
  bool took_input() const { return took_input_; }

 private:
  Connection& c_;
  std::string_view body_;
  size_t input_bytes_;
  std::shared_ptr<const std::string> holder_;
  bool took_input_ = false;
};
}  // namespace

void Exchange::dispatch(Connection& c, std::string_view body, size_t input_bytes) {
  counters_->requests.add();
  ++c.sequence;
  c.silent_tag = 0;
  const bool old = c.head.version_minor == 0;
  c.form = {c.head.method == "HEAD", !c.head.keep_alive, old && c.head.keep_alive};
  const bool draining = core_->draining.load(std::memory_order_relaxed);
  Dispatch now{mailbox_.get(), {c.channel->fd(), c.id, c.sequence}, 0, {}};
  if (draining) {
    now.answer = error({503, "shutting down", c.request_id});
  } else {
    core_->in_flight.fetch_add(1);
    c.counted = true;
    if (!call_handler(c, now, body, input_bytes)) input_bytes = 0;
  }
  c.consume(input_bytes);
  c.forget_body();
  count_body_bytes(c, 0);
  enter(c, Phase::working, limits_.request_timeout);
  c.silent_tag = now.silent_tag;
  if (now.answer) answer(c, *now.answer);
}

bool Exchange::call_handler(Connection& c, Dispatch& now, std::string_view body,
                            size_t input_bytes) {
  InputKeeper keeper{c, body, input_bytes};
  RequestParts parts{c.head.method,       c.head.target,  c.head.path,
                     c.head.query,        body,           c.peer_address,
                     c.peer_subject,      c.head.headers, c.head.version_minor,
                     c.channel->is_tls(), &keeper};
  Dispatch::current = &now;
  try {
    core_->handler(Request(parts), Reply(mailbox_, now.ticket));
  } catch (...) {
    // Whatever it is, the client hears a plain 500: exceptions carry what is not for clients.
    counters_->handler_exceptions.add();
    if (!now.answer) now.answer = error({500, "internal error", c.request_id});
  }
  Dispatch::current = nullptr;
  return !keeper.took_input();
}

void Exchange::refuse(Connection& c, Refusal why) {
  const bool size = why.status == 413 || why.status == 414 || why.status == 431;
  const bool fault = why.status != 408 && why.status != 503;
  if (fault) (size ? counters_->too_large : counters_->bad_requests).add();
  c.form = {false, true, false};
  c.consume(c.unread().size());
  c.forget_body();
  count_body_bytes(c, 0);
  Response response = error({why.status, why.reason, c.request_id});
  if (why.status == 503) response.headers.emplace_back("Retry-After", "1");
  answer(c, response);
}

void Exchange::on_answer(Connection& c, const Ticket& ticket, const Response& response) {
  if (c.phase != Phase::working || c.sequence != ticket.sequence) {
    counters_->late_replies.add();
    return;
  }
  answer(c, response);
  advance(c);
}

void Exchange::answer(Connection& c, const Response& response) {
  c.form.close |= response.close || core_->draining.load(std::memory_order_relaxed);
  c.closing = c.form.close;
  render(response, c.form, date_.at(wall_), core_->fixed_headers, c.out);
  enter(c, Phase::writing, limits_.idle_timeout);
  flush(c);
}

}  // namespace http::transport
