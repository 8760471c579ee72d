// http/request_metrics.h: requests by route and status, with latency histograms, in the Prometheus
// client's registry.
#pragma once
#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "http/refusal_tally.h"
#include "http/route.h"

namespace http {
/// One histogram a route and one counter a (route, status), found by index, so that counting takes
/// no map look-up. Safe from any thread.
class RequestMetrics {
 public:
  RequestMetrics(prometheus::Registry& registry, std::span<const Route> routes);

  /// `route` is a row of the table given, or null when none matched.
  void count(const Route* route, int status, int64_t took_ns);
  /// Those of answers with 503, for the access log.
  RefusalTally& refusals() { return refusals_; }

 private:
  static constexpr std::array statuses{200, 204, 302, 400, 401, 403, 404,
                                       405, 408, 413, 417, 429, 500, 503};
  struct Counters {
    std::array<prometheus::Counter*, statuses.size() + 1> by_status{};
    prometheus::Histogram* seconds = nullptr;
  };
  Counters counters_for(const char* route_name);

  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& seconds_;
  std::span<const Route> routes_;
  RefusalTally refusals_;
  std::vector<Counters> counters_;  // one a row, and one more for requests that matched none
};
}  // namespace http
