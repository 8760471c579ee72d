// http/shell.cc: the order of the checks. A request that fails one costs nothing further.
#include "http/shell.h"

#include <fmt/format.h>

#include "actors/base/log.h"
#include "http/auth.h"
#include "http/client_address.h"
#include "http/request_id.h"

namespace http {
namespace {
/// A refusal repeats the request's id and version (auth sheet 4.1), unless reading them costs more
/// than a stranger may ask.
constexpr size_t refused_body_bytes = 16 * 1024;

using Caller = auth::PrincipalPtr;

/// Its buffers are kept from request to request.
Body& body_of_this_thread() {
  static thread_local Body body;
  return body;
}

/// The caller, or why there is none. A wrong audience is `forbidden`, all else `unauthenticated`
/// (auth sheet 2.3).
Result<Caller> authenticate(const Context& context, const transport::Request& request) {
  const TokenSource source = token_in(context, request);
  if (source.kind != TokenSource::Kind::token) return Errc::unauthenticated;
  auto verified = verify_token(context, source.token);
  if (verified.ok()) return std::move(verified).value();
  return verified.error() == auth::VerifyErrc::audience ? Errc::forbidden : Errc::unauthenticated;
}

/// What is wrong with who calls, if anything. Sets `caller` when the row asks for one.
std::optional<Errc> access_fault(const Context& context, const ResolvedAccess& access,
                                 const transport::Request& request, const std::string& address,
                                 Caller& caller) {
  const auto now = std::chrono::steady_clock::now();
  if (access.kind == Access::Kind::open) {
    if (!context.by_address->allow(address, now)) return Errc::too_many_requests;
    return std::nullopt;
  }
  const auto found = authenticate(context, request);
  if (!found.ok()) return found.error();
  caller = found.value();
  if (!auth::allows(access.roles, caller->roles)) return Errc::forbidden;
  if (!context.by_caller->allow(caller->claims.authorized_party + ' ' + caller->claims.subject,
                                now))
    return Errc::too_many_requests;
  return std::nullopt;
}

/// All X-Forwarded-For lines as one list: a proxy may add a line of its own behind the client's.
std::string forwarded_for(const transport::Request& request) {
  std::string all;
  for (const transport::Header& header : request.headers()) {
    if (!transport::equal_ignoring_case(header.name, "x-forwarded-for")) continue;
    if (!all.empty()) all += ',';
    all += header.value;
  }
  return all;
}

bool wants_json(const Route& route, const transport::Request& request) {
  return route.body == BodyForm::json || route.body == BodyForm::typed_json ||
         (route.body == BodyForm::optional_json && !request.body().empty());
}

/// "application/json" with or without parameters, in any case of letters (RFC 9110, 8.3.1).
bool says_json(std::string_view content_type) {
  const std::string_view media_type = content_type.substr(0, content_type.find(';'));
  return transport::equal_ignoring_case(trimmed(media_type), "application/json");
}
}  // namespace

Shell::Shell(const Context& context, std::span<const Route> routes,
             std::vector<ResolvedAccess> access)
    : context_(context), routes_(routes), access_(std::move(access)), router_(routes) {}

void Shell::operator()(const transport::Request& request, transport::Reply to) const {
  auto exchange = std::make_shared<Exchange>(context_.wire, nullptr, std::move(to),
                                             request_id(request.header("x-request-id")));
  const Reply reply{exchange};
  try {
    exchange->headers = cors_headers(context_.cors, request.header("origin"));
    if (is_traceparent(request.header("traceparent")))
      exchange->trace = request.header("traceparent");
    if (request.method() == "OPTIONS") return options(request, reply);
    dispatch(request, *exchange, reply);
  } catch (const std::exception& e) {
    logging::error(fmt::format("request={} exception={}", reply.request_id(), e.what()));
    reply.fault(Errc::internal);
  } catch (...) {
    logging::error(fmt::format("request={} exception of unknown type", reply.request_id()));
    reply.fault(Errc::internal);
  }
}

void Shell::dispatch(const transport::Request& request, Exchange& exchange,
                     const Reply& reply) const {
  Match match;
  const auto outcome = router_.find(method_of(request.method()), request.path(), match);
  if (outcome != Router::Outcome::found) return unmatched(request, outcome, reply);
  const Route& route = routes_[match.route_index];
  exchange.route = &route;
  exchange.name_silence(match.route_index + 1);

  if (request.method() == "HEAD" && route.draws)
    return unmatched(request, Router::Outcome::no_such_method, reply);

  std::string address =
      client_address(request.peer_address(), forwarded_for(request), context_.trusted_proxies);
  Caller caller;
  const auto refusal = access_fault(context_, access_[match.route_index], request, address, caller);

  Body& body = body_of_this_thread();
  body.clear();
  if (wants_json(route, request) && (!refusal || request.body().size() <= refused_body_bytes)) {
    const auto fault = body.parse(request.body());
    if (fault && !refusal) return reply.fault(route.bad_body, {*fault});
    if (!fault) reply.set_echo(body.echo());
  }
  if (refusal) return reply.fault(*refusal);
  if (route.body == BodyForm::typed_json && !says_json(request.header("content-type")))
    return reply.fault(Errc::unsupported_media_type);
  route.handler(context_, Call{request, match.params, body, std::move(caller), std::move(address)},
                reply);
}

transport::Response Shell::transport_failure(const transport::OwnAnswer& own) const {
  transport::Response response;
  response.status = own.status;
  response.headers.emplace_back("X-Request-Id", request_id(own.request_id));
  response.body =
      failure_envelope({}, context_.wire.ver_keys, {},
                       {{Errc::transport, {std::to_string(own.status), std::string{own.reason}}}},
                       context_.wire.clock());
  return response;
}

transport::Response Shell::silence(uint64_t tag, std::string_view sent_id) const {
  static constexpr EnvelopeStyle unknown_style{};
  const Route* route = tag == 0 || tag > routes_.size() ? nullptr : &routes_[tag - 1];
  const Errc errc = route == nullptr ? Errc::internal : route->silent;
  transport::Response response;
  response.status = context_.wire.status_of(errc);
  response.headers.emplace_back("X-Request-Id", request_id(sent_id));
  logging::warning(fmt::format("request={} route={} was not answered in time",
                               response.headers.back().second,
                               route == nullptr ? "-" : route->path));
  response.body = failure_envelope(route == nullptr ? unknown_style : route->style,
                                   context_.wire.ver_keys, {}, {{errc, {}}}, context_.wire.clock());
  return response;
}

void Shell::unmatched(const transport::Request& request, Router::Outcome outcome,
                      const Reply& reply) const {
  if (outcome == Router::Outcome::no_such_path) return reply.fault(Errc::not_found);
  reply.add_header("Allow", router_.allowed(request.path()));
  reply.fault(Errc::method_not_allowed);
}

void Shell::options(const transport::Request& request, const Reply& reply) const {
  const std::string allowed = request.target() == "*" ? "GET, HEAD, POST, PUT, DELETE, OPTIONS"
                                                      : router_.allowed(request.path());
  if (allowed.empty()) return reply.fault(Errc::not_found);
  reply.add_header("Allow", allowed);
  reply.plain(200, "text/plain", "");
}
}  // namespace http
