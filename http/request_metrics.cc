// http/request_metrics.cc: names and buckets of the request metrics.
#include "http/request_metrics.h"

#include <algorithm>
#include <string>

namespace http {
namespace {
const prometheus::Histogram::BucketBoundaries seconds_buckets{
    0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
}

RequestMetrics::RequestMetrics(prometheus::Registry& registry, std::span<const Route> routes)
    : requests_(prometheus::BuildCounter()
                    .Name("idkernel_http_requests_total")
                    .Help("Requests answered, by route and HTTP status")
                    .Register(registry)),
      seconds_(prometheus::BuildHistogram()
                   .Name("idkernel_http_request_seconds")
                   .Help("Time from the parsed request to the answer handed to the connection")
                   .Register(registry)),
      routes_(routes) {
  for (const Route& route : routes) {
    counters_.push_back(
        counters_for(route.name != nullptr ? route.name : std::string{route.path}.c_str()));
  }
  counters_.push_back(counters_for("unmatched"));
}

RequestMetrics::Counters RequestMetrics::counters_for(const char* route_name) {
  Counters out;
  for (size_t i = 0; i < statuses.size(); ++i) {
    out.by_status[i] =
        &requests_.Add({{"route", route_name}, {"status", std::to_string(statuses[i])}});
  }
  out.by_status.back() = &requests_.Add({{"route", route_name}, {"status", "other"}});
  out.seconds = &seconds_.Add({{"route", route_name}}, seconds_buckets);
  return out;
}

void RequestMetrics::count(const Route* route, int status, int64_t took_ns) {
  const size_t index =
      route == nullptr ? routes_.size() : static_cast<size_t>(route - routes_.data());
  Counters& counters = counters_[index];
  const auto at = std::find(statuses.begin(), statuses.end(), status) - statuses.begin();
  counters.by_status[static_cast<size_t>(at)]->Increment();
  counters.seconds->Observe(static_cast<double>(took_ns) * 1e-9);
}
}  // namespace http
