// http/startup/metrics.h: everything that /actuator/prometheus and /actuator/health tell.
#pragma once
#include <prometheus/registry.h>

#include <memory>
#include <vector>

#include "http/collected.h"
#include "http/context.h"
#include "http/management.h"
#include "http/startup/services.h"
#include "http/transport/server.h"

namespace startup {
/// What the figures are read from; all of it outlives the management port.
struct MetricSources {
  const Settings& settings;
  const Services& services;
  const store::RocksStore& store;
  const store::FreeSpace& space;
  const http::transport::Server& api;
  const http::Context& context;
  std::shared_ptr<const auth::VerifyFigures> token_checks;
};

/// All figures but those of requests. They are read when somebody asks.
std::shared_ptr<http::Collected> collected(const MetricSources& sources);

/// The parts of the server and how they are.
std::vector<http::Health> health_of(const MetricSources& sources);
}  // namespace startup
