// http/transport/connection.h: one client's connection, and the requests on it, one at a time.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "http/transport/channel.h"
#include "http/transport/framing.h"
#include "http/transport/render.h"

namespace http::transport {

/// What a connection waits for. Each phase but `closed` has a deadline.
enum class Phase : uint8_t {
  handshake,  ///< TLS; Limits::header_timeout
  idle,       ///< the first byte of a request; Limits::idle_timeout
  head,       ///< the rest of a head; Limits::header_timeout
  body,       ///< the rest of a body; Limits::body_timeout
  working,    ///< the handler's answer; Limits::request_timeout
  writing,    ///< the client to take the answer; Limits::idle_timeout without progress
  lingering,  ///< the client to see our end before we close; linger_ms
  closed,     ///< nothing: to be destroyed
};

/// Plain state; Exchange holds the rules. Belongs to one reactor.
struct Connection {
  Connection(uint64_t id_, std::string peer, std::unique_ptr<Channel> channel_)
      : id(id_), peer_address(std::move(peer)), channel(std::move(channel_)) {
    if (channel->is_tls()) phase = Phase::handshake;
  }

  const uint64_t id;
  const std::string peer_address;
  std::string peer_subject;
  const std::unique_ptr<Channel> channel;

  Phase phase = Phase::idle;
  int64_t deadline_ms = 0;
  bool input_ended = false;  ///< the client has sent its FIN
  bool closing = false;      ///< close once the output is out
  bool counted = false;      ///< in Core::in_flight
  bool wants_write = false;  ///< the last write or handshake step asked for room
  int interest = -1;         ///< what the poller was last told

  std::string in;  ///< read, not yet used from in_begin on
  size_t in_begin = 0;
  std::string out;  ///< rendered, not yet taken from out_begin on
  size_t out_begin = 0;
  size_t discarded_bytes = 0;  ///< thrown away while lingering

  // The request at hand.
  uint64_t sequence = 0;
  HeadScanner scanner;
  Head head;
  std::string head_text;  ///< of a head whose body is still on its way
  ChunkDecoder chunks;
  std::string chunked_body;
  size_t body_bytes_counted = 0;  ///< in Core::body_bytes
  AnswerForm form;
  uint64_t silent_tag = 0;
  std::string request_id;  ///< what Options::id_header says

  std::string_view unread() const { return std::string_view(in).substr(in_begin); }
  std::string_view unsent() const { return std::string_view(out).substr(out_begin); }
  /// Puts bytes behind the unread ones.
  void append_input(std::string_view bytes);
  /// Drops the first of the unread bytes; gives memory back when nothing is left.
  void consume(size_t bytes);
  void sent(size_t bytes);
  void forget_body();
};

}  // namespace http::transport
