// http/transport/exchange_call.cc: from a framed request to the handler, and back with its answer.
#include <exception>

#include "http/transport/exchange.h"

namespace http::transport {

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
    call_handler(c, now, body);
  }
  c.consume(input_bytes);
  c.forget_body();
  count_body_bytes(c, 0);
  enter(c, Phase::working, limits_.request_timeout);
  c.silent_tag = now.silent_tag;
  if (now.answer) answer(c, *now.answer);
}

void Exchange::call_handler(Connection& c, Dispatch& now, std::string_view body) {
  RequestParts parts{
      c.head.method,  c.head.target,  c.head.path,    c.head.query,         body,
      c.peer_address, c.peer_subject, c.head.headers, c.head.version_minor, c.channel->is_tls()};
  Dispatch::current = &now;
  try {
    core_->handler(Request(parts), Reply(mailbox_, now.ticket));
  } catch (...) {
    // Whatever it is, the client hears a plain 500: exceptions carry what is not for clients.
    counters_->handler_exceptions.add();
    if (!now.answer) now.answer = error({500, "internal error", c.request_id});
  }
  Dispatch::current = nullptr;
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
