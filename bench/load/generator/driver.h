// bench/load/generator/driver.h: many requests at once, closed or open loop.
#pragma once
#include <functional>
#include <optional>

#include "bench/load/generator/arrivals.h"
#include "bench/load/generator/companion.h"
#include "bench/load/generator/scenario.h"
#include "bench/load/generator/tally.h"
#include "bench/load/generator/web.h"

namespace load {
struct Plan {
  unsigned connections = 64;   ///< closed loop: so many clients; open loop: at most so many
  std::optional<double> rate;  ///< operations a second; none: closed loop
  bool poisson = true;         ///< gaps of the open loop
  double climb = 0;            ///< seconds from nothing to the whole load
  double seconds = 10;         ///< after the climb
  uint64_t seed = 1;           ///< of what is drawn
};

/// What the scenario's preparations captured joins its lists. Throws WebFault when one fails.
void prepare(Scenario& scenario, const Target& target, const std::string& token, uint64_t& serial,
             uint64_t seed);

/// Runs the plan. `each_second` is told of the tally about once a second. Requests that are under
/// way at the end are waited for; none is started after it. A request without an answer counts as
/// wrong. Throws WebFault when the target is no URL or its host is not found.
Tally drive(const Scenario& scenario, const Target& target, const Plan& plan,
            const Companion& companion, uint64_t& serial,
            const std::function<void(const Tally&, double now)>& each_second);
}  // namespace load
