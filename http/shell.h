// http/shell.h: what every request goes through before its handler: name, route, limits, token,
// roles, body.
#pragma once
#include <span>
#include <vector>

#include "http/access.h"
#include "http/call.h"
#include "http/context.h"
#include "http/router.h"

namespace http {
/// The transport's handler. Safe from every reactor thread: what it keeps per thread is
/// thread-local.
class Shell {
 public:
  Shell(const Context& context, std::span<const Route> routes, std::vector<ResolvedAccess> access);

  void operator()(const transport::Request& request, transport::Reply to) const;

  /// The body of an answer that the transport gives by itself, such as 400 or 413.
  transport::Response transport_failure(const transport::OwnAnswer& own) const;
  /// The answer to a request that nobody answered in time; `tag` is the route's index and one,
  /// `sent_id` what the client called the request.
  transport::Response silence(uint64_t tag, std::string_view sent_id) const;

 private:
  void dispatch(const transport::Request& request, Exchange& exchange, const Reply& reply) const;
  void unmatched(const transport::Request& request, Router::Outcome outcome,
                 const Reply& reply) const;
  void options(const transport::Request& request, const Reply& reply) const;

  const Context& context_;
  std::span<const Route> routes_;
  std::vector<ResolvedAccess> access_;
  Router router_;
};
}  // namespace http
