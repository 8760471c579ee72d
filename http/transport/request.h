// http/transport/request.h: one framed request, as the upper layer sees it.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace http::transport {

/// One header line, as sent: the name in the client's letters, the value without outer blanks.
struct Header {
  std::string_view name;
  std::string_view value;
};

/// A body that outlives its request: `bytes` lie in `holder`.
struct KeptBody {
  std::shared_ptr<const std::string> holder;
  std::string_view bytes;
};

/// Gives the buffer that a body came in away.
class BodyKeeper {
 public:
  virtual KeptBody keep() = 0;

 protected:
  ~BodyKeeper() = default;
};

/// What a Request is made of. All views belong to the caller.
struct RequestParts {
  std::string_view method;
  std::string_view target;
  std::string_view path;
  std::string_view query;
  std::string_view body;
  std::string_view peer_address;
  std::string_view peer_certificate_subject;
  std::span<const Header> headers;
  int version_minor = 1;
  bool is_tls = false;
  BodyKeeper* keeper = nullptr;  ///< null: a body is kept by a copy
};

/// A complete request whose framing was checked. Every view is valid only until the handler
/// returns: copy what an actor is to see.
class Request {
 public:
  explicit Request(const RequestParts& parts) : parts_(parts) {}

  /// As sent ("GET"), one of the methods that HTTP knows: others were answered with 501.
  std::string_view method() const { return parts_.method; }
  /// The whole request target, as sent.
  std::string_view target() const { return parts_.target; }
  /// The target's path, not decoded; "*" for `OPTIONS *`. Scheme and authority are left out.
  std::string_view path() const { return parts_.path; }
  /// What follows the first '?', not decoded; empty when there is none.
  std::string_view query() const { return parts_.query; }
  /// 0 for HTTP/1.0, 1 for HTTP/1.1.
  int version_minor() const { return parts_.version_minor; }

  /// The first header of this name, letters' case aside; empty when there is none.
  std::string_view header(std::string_view name) const;
  /// All headers in the order of the wire.
  std::span<const Header> headers() const { return parts_.headers; }
  /// The whole body; chunks are already joined.
  std::string_view body() const { return parts_.body; }
  /// The body for longer than the handler runs. A large one is not copied: the connection gives its
  /// buffer away. Every view of the request stays valid while the handler runs. At most once.
  KeptBody keep_body() const;

  /// The client's address as text ("127.0.0.1", "::1"), without its port.
  std::string_view peer_address() const { return parts_.peer_address; }
  /// RFC 2253 subject of the verified TLS client certificate; empty when there is none.
  std::string_view peer_certificate_subject() const { return parts_.peer_certificate_subject; }
  bool is_tls() const { return parts_.is_tls; }

 private:
  RequestParts parts_;
};

/// True when both are the same but for the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// The first header of this name, in any case of letters; empty without one.
std::string_view header_of(std::span<const Header> headers, std::string_view name);

}  // namespace http::transport
