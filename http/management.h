// http/management.h: what operators and orchestrators ask: health, liveness, readiness, info,
// metrics. No token; it listens on loopback unless told otherwise.
#pragma once
#include <prometheus/metric_family.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/transport/request.h"
#include "http/transport/response.h"

namespace http {
/// One part of the server as /actuator/health shows it.
struct Health {
  enum class Status { up, warning, down };
  std::string name;
  Status status = Status::up;
  std::string detail;  ///< shown to operators: no personal data
};

struct ManagementSources {
  std::function<std::vector<Health>()> health;
  /// True when requests may come: started, not draining, able to write.
  std::function<bool()> ready;
  std::function<std::vector<prometheus::MetricFamily>()> metrics;
  std::string version;
  /// Under --dev: answers /dev/messages with the given query. Else empty: the path is unknown.
  std::function<void(std::string_view query, transport::Reply reply)> dev_messages = nullptr;
};

/// The transport handler of the management port. Paths: /actuator/health,
/// /actuator/health/liveness, /actuator/health/readiness, /actuator/info, /actuator/prometheus, and
/// /dev/messages under --dev;
/// HTTP 503 with status DOWN or OUT_OF_SERVICE.
class Management {
 public:
  explicit Management(ManagementSources sources) : sources_(std::move(sources)) {}
  void operator()(const transport::Request& request, transport::Reply reply) const;

 private:
  transport::Response answer(std::string_view path) const;
  transport::Response health() const;

  ManagementSources sources_;
};
}  // namespace http
