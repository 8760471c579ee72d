// http/reply.cc: from a value or faults to a response, with the request's id on it and in the
// counters.
#include "http/reply.h"

#include <fmt/format.h>

#include <chrono>

#include "actors/base/log.h"
#include "http/request_metrics.h"
#include "http/route.h"
#include "http/wire.h"

namespace http {
namespace {
constexpr std::string_view json_type = "application/json";
constexpr int refused = 503;
const EnvelopeStyle routeless_style{};

int64_t monotonic_ns() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

const EnvelopeStyle& style_of(const Exchange& exchange) {
  return exchange.route == nullptr ? routeless_style : exchange.route->style;
}

void log(const Exchange& exchange, int status, int64_t now_ns, int64_t took_ns) {
  const Wire& wire = exchange.wire;
  if (wire.access_log == AccessLog::off) return;
  const bool is_all = wire.access_log == AccessLog::all;
  const std::string_view path = exchange.route == nullptr ? "-" : exchange.route->path;
  if (status == refused && !is_all) {
    const uint64_t count = wire.metrics->refusals().add(now_ns);
    if (count == 0) return;
    logging::warning(
        fmt::format("{} requests refused with status={}, the last of them request={} route={}",
                    count, status, exchange.request_id, path));
  } else if (status >= 500 || is_all) {
    const std::string& trace = exchange.trace;
    logging::info(fmt::format("request={} route={} status={} us={}{}{}", exchange.request_id, path,
                              status, took_ns / 1000, trace.empty() ? "" : " traceparent=", trace));
  }
}
}  // namespace

std::vector<int> default_statuses() {
  std::vector<int> statuses;
  for (const ErrorRow& row : error_rows()) statuses.push_back(row.status);
  return statuses;
}

Exchange::Exchange(const Wire& the_wire, const Route* the_route, transport::Reply to,
                   std::string the_request_id)
    : wire(the_wire),
      route(the_route),
      request_id(std::move(the_request_id)),
      to_(std::move(to)),
      started_at_ns_(monotonic_ns()) {}

Exchange::~Exchange() {
  if (sent_) return;
  const Errc errc = unexpected();
  send(wire.status_of(errc), json_type,
       failure_envelope(style_of(*this), wire.ver_keys, echo, {{errc, {}}}, wire.clock()), {});
}

Errc Exchange::unexpected() const { return route == nullptr ? Errc::internal : route->silent; }

void Exchange::send(int status, std::string_view content_type, std::string body, HeaderList more) {
  if (sent_) return;
  sent_ = true;
  const int64_t now_ns = monotonic_ns();
  wire.metrics->count(route, status, now_ns - started_at_ns_);
  log(*this, status, now_ns, now_ns - started_at_ns_);
  transport::Response response;
  response.status = status;
  response.content_type = content_type;
  response.body = std::move(body);
  response.headers = std::move(headers);
  response.headers.insert(response.headers.end(), std::make_move_iterator(more.begin()),
                          std::make_move_iterator(more.end()));
  response.headers.emplace_back("X-Request-Id", request_id);
  if (status == refused || status == 429) response.headers.emplace_back("Retry-After", "1");
  to_.send(std::move(response));
}

void Reply::value(std::string_view response_json, HeaderList headers) const {
  const Wire& wire = exchange_->wire;
  exchange_->send(200, json_type,
                  success_envelope(style_of(*exchange_), wire.ver_keys, exchange_->echo,
                                   response_json, wire.clock()),
                  std::move(headers));
}

void Reply::faults(const Faults& faults, std::string_view response_json) const {
  const Wire& wire = exchange_->wire;
  const Errc own = exchange_->unexpected();
  if (faults.front().errc == Errc::internal && own != Errc::internal) return fault(own);
  exchange_->send(wire.status_of(faults.front().errc), json_type,
                  failure_envelope(style_of(*exchange_), wire.ver_keys, exchange_->echo, faults,
                                   wire.clock(), response_json),
                  {});
}

void Reply::plain(int status, std::string_view content_type, std::string body,
                  HeaderList headers) const {
  exchange_->send(status, content_type, std::move(body), std::move(headers));
}

void Reply::silent() const { fault(exchange_->unexpected()); }
}  // namespace http
