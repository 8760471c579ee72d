// http/transport/exchange_output.cc: from the answer to the wire, and the end of a connection.
#include "http/transport/exchange.h"

namespace http::transport {
namespace {

/// How long a client that was told "close" may take to close, so that it can read the answer
/// instead of hearing a reset.
constexpr std::chrono::milliseconds linger_time{2'000};

}  // namespace

void Exchange::flush(Connection& c) {
  while (!c.unsent().empty()) {
    const IoResult result = c.channel->write(c.unsent());
    if (result.io == Io::wants_write) break;
    if (result.io != Io::done) {
      c.phase = Phase::closed;
      return;
    }
    counters_->bytes_out.add(result.bytes);
    c.sent(result.bytes);
    if (c.phase == Phase::writing) enter(c, Phase::writing, limits_.idle_timeout);
  }
  c.wants_write = !c.unsent().empty();
  if (c.unsent().size() > limits_.output_bytes_max) {
    counters_->slow_readers.add();
    c.phase = Phase::closed;
  } else if (c.phase == Phase::writing && !c.wants_write) {
    finish_answer(c);
  }
}

void Exchange::finish_answer(Connection& c) {
  forget_in_flight(c);
  c.request_id.clear();
  if (c.closing)
    linger(c);
  else
    enter(c, Phase::idle, limits_.idle_timeout);
}

void Exchange::linger(Connection& c) {
  c.channel->shut_output();
  enter(c, c.input_ended ? Phase::closed : Phase::lingering, linger_time);
}

void Exchange::on_deadline(Connection& c) {
  switch (c.phase) {
    case Phase::head:
      counters_->header_timeouts.add();
      return refuse(c, {408, "request head took too long"});
    case Phase::body:
      counters_->body_timeouts.add();
      return refuse(c, {408, "request body took too long"});
    case Phase::working:
      counters_->request_timeouts.add();
      answer(c, silence(c));
      return advance(c);
    case Phase::handshake:
      counters_->header_timeouts.add();
      break;
    case Phase::idle:
    case Phase::writing:
      counters_->idle_timeouts.add();
      break;
    case Phase::lingering:
    case Phase::closed:
      break;
  }
  c.phase = Phase::closed;
}

void Exchange::on_close(Connection& c) {
  mailbox_->living().clear(c.channel->fd());
  forget_in_flight(c);
  count_body_bytes(c, 0);
}

void Exchange::forget_in_flight(Connection& c) {
  if (c.counted) core_->finish_request();
  c.counted = false;
}

int Exchange::interest_of(const Connection& c) const {
  const int write = c.wants_write ? interest_write : interest_none;
  if (c.phase == Phase::handshake) return c.wants_write ? interest_write : interest_read;
  if (c.phase == Phase::closed || c.input_ended) return write;
  const bool ahead = c.phase == Phase::working || c.phase == Phase::writing;
  const bool full = ahead && c.unread().size() >= limits_.pipeline_bytes_max;
  return full ? write : write | interest_read;
}

Response Exchange::error(const OwnAnswer& own) {
  Response response;
  try {
    const auto& hook = core_->options.on_error;
    response = hook ? hook(own) : plain_error(own.status, own.reason);
  } catch (...) {
    response = plain_error(own.status, own.reason);
  }
  response.status = own.status;
  return response;
}

Response Exchange::silence(const Connection& c) {
  try {
    if (core_->options.on_silent) return core_->options.on_silent(c.silent_tag, c.request_id);
  } catch (...) {
    // The default says the same in plainer words.
  }
  return error({503, "no answer in time", c.request_id});
}

std::string Exchange::error_bytes(int status, std::string_view reason) {
  std::string bytes;
  render(error({status, reason, {}}), {false, true, false}, date_.at(wall_), core_->fixed_headers,
         bytes);
  return bytes;
}

}  // namespace http::transport
