// http/transport/response.h: an answer, and the handle through which it is sent.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace http::transport {

class Mailbox;

/// What the client hears. The transport adds Date, Content-Length and, where needed, Connection.
struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body;
  /// Further headers. CR, LF and NUL are taken out of values; a name that is no token is left out.
  std::vector<std::pair<std::string, std::string>> headers;
  /// Close the connection after this answer.
  bool close = false;
};

/// Which request an answer belongs to: a descriptor alone is reused by other clients.
struct Ticket {
  int fd = -1;
  uint64_t connection = 0;
  uint64_t sequence = 0;
};

/// The right to answer one request. Cheap to copy, usable from any thread, also after the server
/// has gone (then it does nothing).
class Reply {
 public:
  Reply() = default;
  Reply(std::shared_ptr<Mailbox> mailbox, Ticket ticket);

  /// Answers. Exactly the first call of all copies counts; an answer to a client that has gone, or
  /// that came after Limits::request_timeout, is dropped. Inside the handler it writes directly,
  /// elsewhere it is queued and the reactor is woken.
  void send(Response response) const;

  /// Only inside the handler: what Options::on_silent is told when no answer came in time.
  void set_silent_tag(uint64_t tag) const;

  /// Whether the client has ended its side of the connection: work for it that has not begun may be
  /// dropped. From any thread, without a lock. A client that only half-closed counts as gone and
  /// still hears an answer; one that vanished without a FIN or RST is not known to be gone.
  bool is_client_gone() const;

  /// True unless default constructed.
  explicit operator bool() const { return mailbox_ != nullptr; }

 private:
  friend void send_many(std::vector<std::pair<Reply, Response>> answers);
  std::shared_ptr<Mailbox> mailbox_;
  Ticket ticket_;
};

/// Sends a burst of answers with one lock and at most one wake for each reactor concerned.
void send_many(std::vector<std::pair<Reply, Response>> answers);

/// An answer that the transport gives without the handler.
struct OwnAnswer {
  int status = 0;
  std::string_view reason;
  /// What Options::id_header says; empty without one, or when the head was not read.
  std::string_view request_id;
};

}  // namespace http::transport
