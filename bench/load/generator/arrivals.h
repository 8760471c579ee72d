// bench/load/generator/arrivals.h: when the requests of an open loop should start.
#pragma once
#include <cstdint>
#include <random>

namespace load {
/// A climb from `from` to `to` arrivals a second within `climb` seconds, then `to` for good.
struct Rates {
  double from = 0;
  double to = 0;
  double climb = 0;  ///< seconds; 0: `to` from the start
};

/// Times do not depend on how fast anybody answers: what waits for a free connection waits on the
/// request's own clock.
class Arrivals {
 public:
  /// `poisson`: gaps as of independent clients; else evenly spaced.
  Arrivals(Rates rates, bool poisson, uint64_t seed);
  /// Seconds from the start of the run, ascending.
  double next();

 private:
  double time_of(double arrivals) const;

  Rates rates_;
  bool poisson_;
  std::mt19937_64 random_;
  double arrivals_ = 0;
};
}  // namespace load
