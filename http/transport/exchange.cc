// http/transport/exchange.cc: from bytes to a framed request.
#include "http/transport/exchange.h"

namespace http::transport {
namespace {

/// How much a client that was told "close" may still send before it is cut off.
constexpr size_t linger_bytes_max = size_t{4} << 20;

FramingLimits framing_of(const Limits& limits) {
  return {limits.head_bytes_max, limits.target_bytes_max, limits.headers_max,
          limits.body_bytes_max};
}

}  // namespace

Exchange::Exchange(std::shared_ptr<Core> core, size_t lane)
    : core_(std::move(core)),
      limits_(core_->options.limits),
      framing_(framing_of(limits_)),
      mailbox_(core_->lanes.at(lane).mailbox),
      counters_(core_->lanes.at(lane).counters) {}

void Exchange::set_now(int64_t now_ms, std::time_t wall) {
  now_ms_ = now_ms;
  wall_ = wall;
}

void Exchange::enter(Connection& c, Phase phase, std::chrono::milliseconds time) {
  c.phase = phase;
  c.deadline_ms = now_ms_ + time.count();
}

void Exchange::on_open(Connection& c) {
  mailbox_->living().set(c.channel->fd(), c.id);
  const bool tls = c.phase == Phase::handshake;
  enter(c, c.phase, tls ? limits_.header_timeout : limits_.idle_timeout);
}

void Exchange::on_readable(Connection& c) {
  if (c.phase == Phase::lingering) return discard(c);
  if (c.phase == Phase::handshake) shake_hands(c);
  if (c.phase == Phase::handshake || c.phase == Phase::closed) return;
  receive(c);
  advance(c);
}

void Exchange::on_writable(Connection& c) {
  if (c.phase == Phase::handshake) return on_readable(c);
  c.wants_write = false;
  if (!c.unsent().empty()) flush(c);
  // A TLS read may have waited for room to write, with its data already out of the socket.
  if (c.channel->is_tls() && (interest_of(c) & interest_read) != 0) return on_readable(c);
  advance(c);
}

void Exchange::shake_hands(Connection& c) {
  const Io io = c.channel->tls()->handshake();
  c.wants_write = io == Io::wants_write;
  if (io == Io::done) {
    c.peer_subject = c.channel->tls()->client_subject();
    return enter(c, Phase::idle, limits_.idle_timeout);
  }
  if (io == Io::wants_read || io == Io::wants_write) return;
  counters_->tls_failures.add();
  c.phase = Phase::closed;
}

void Exchange::receive(Connection& c) {
  const IoResult result = c.channel->read(scratch_);
  switch (result.io) {
    case Io::done:
      counters_->bytes_in.add(result.bytes);
      c.append_input({scratch_.data(), result.bytes});
      return;
    case Io::closed:
      c.input_ended = true;
      mailbox_->living().clear(c.channel->fd());
      return;
    case Io::wants_read:
      return;
    case Io::wants_write:
      c.wants_write = true;
      return;
    case Io::failed:
      c.phase = Phase::closed;
      return;
  }
}

void Exchange::discard(Connection& c) {
  const IoResult result = c.channel->read(scratch_);
  c.discarded_bytes += result.bytes;
  const bool over = result.io == Io::closed || result.io == Io::failed;
  if (over || c.discarded_bytes > linger_bytes_max) c.phase = Phase::closed;
}

void Exchange::advance(Connection& c) {
  // Each turn consumes a whole request, so that the loop ends with the input.
  for (bool more = true; more;) {
    switch (c.phase) {
      case Phase::idle:
      case Phase::head:
        more = read_head(c);
        break;
      case Phase::body:
        more = read_body(c);
        break;
      default:
        more = false;
    }
  }
}

bool Exchange::read_head(Connection& c) {
  Refusal why;
  const auto state = c.scanner.scan(c.unread(), framing_, why);
  if (state == HeadScanner::State::incomplete) {
    wait_for_more(c);
    return false;
  }
  const size_t bytes = c.scanner.bytes();
  if (!why) {
    why = parse_head(c.unread().substr(0, bytes), framing_, c.head);
    note_id(c);  // of a refused head too, as far as it was read
  }
  c.scanner.reset();
  if (!why && !method_check_.accepts(c.head)) why = {501, "method not implemented"};
  if (why) {
    refuse(c, why);
    return false;
  }
  const std::string_view rest = c.unread().substr(bytes);
  if (c.head.chunked || rest.size() < c.head.content_length) {
    wait_for_body(c, bytes);
  } else {
    const size_t body_bytes = c.head.content_length;
    dispatch(c, rest.substr(0, body_bytes), bytes + body_bytes);
  }
  return true;
}

void Exchange::note_id(Connection& c) const {
  c.request_id.clear();
  if (core_->options.id_header.empty()) return;
  const std::string_view sent = header_of(c.head.headers, core_->options.id_header);
  if (sent.size() <= Options::id_bytes_max) c.request_id.assign(sent);
}

void Exchange::wait_for_body(Connection& c, size_t head_bytes) {
  // The input moves while the body arrives: the head gets a home of its own, and its views with it.
  c.head_text.assign(c.unread().substr(0, head_bytes));
  c.consume(head_bytes);
  (void)parse_head(c.head_text, framing_, c.head);  // it was good a moment ago
  enter(c, Phase::body, limits_.body_timeout);
  if (c.head.expects_continue && c.unread().empty()) {
    c.out += "HTTP/1.1 100 Continue\r\n\r\n";
    flush(c);
  }
}

bool Exchange::read_body(Connection& c) {
  if (!c.head.chunked) {
    const size_t bytes = c.head.content_length;
    if (c.unread().size() >= bytes) {
      dispatch(c, c.unread().substr(0, bytes), bytes);
      return true;
    }
    wait_for_rest_of_body(c);
    return false;
  }
  Refusal why;
  size_t used = 0;
  const auto state =
      c.chunks.decode(c.unread(), framing_.body_bytes_max, c.chunked_body, used, why);
  c.consume(used);
  if (state == ChunkDecoder::State::complete) {
    dispatch(c, c.chunked_body, 0);
    return true;
  }
  if (state == ChunkDecoder::State::refused)
    refuse(c, why);
  else
    wait_for_rest_of_body(c);
  return false;
}

void Exchange::wait_for_rest_of_body(Connection& c) {
  count_body_bytes(c, c.unread().size() + c.chunked_body.size());
  if (core_->body_bytes.load(std::memory_order_relaxed) > limits_.bodies_bytes_max) {
    counters_->refused_bodies.add();
    return refuse(c, {503, "too many request bodies at once"});
  }
  wait_for_more(c);
}

void Exchange::count_body_bytes(Connection& c, size_t bytes) {
  if (bytes == c.body_bytes_counted) return;
  // Unsigned: a smaller number wraps to a subtraction.
  core_->body_bytes.fetch_add(bytes - c.body_bytes_counted, std::memory_order_relaxed);
  c.body_bytes_counted = bytes;
}

void Exchange::wait_for_more(Connection& c) {
  if (c.input_ended) {
    c.phase = Phase::closed;
  } else if (c.phase == Phase::idle && !c.unread().empty()) {
    enter(c, Phase::head, limits_.header_timeout);
  }
}

}  // namespace http::transport
