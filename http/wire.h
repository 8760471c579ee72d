// http/wire.h: what every answer needs: the envelope's settings, statuses, the clock and the
// counters.
#pragma once
#include <string>
#include <vector>

#include "actors/base/clock.h"
#include "actors/base/error.h"
#include "http/envelope.h"

namespace http {
class RequestMetrics;

/// What of the requests is logged: nothing, those that failed on our side, or all.
enum class AccessLog { off, errors, all };

struct Wire {
  Clock clock;
  VerKeys ver_keys = VerKeys::both;
  std::vector<int> statuses;  ///< HTTP status by Errc: the table's, as configuration changed it
  AccessLog access_log = AccessLog::errors;
  RequestMetrics* metrics = nullptr;

  int status_of(Errc errc) const { return statuses.at(static_cast<size_t>(errc)); }
};

/// The table's statuses.
std::vector<int> default_statuses();
}  // namespace http
