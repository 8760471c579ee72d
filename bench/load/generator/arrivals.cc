// bench/load/generator/arrivals.cc: the inverse of how many should have arrived by a time.
#include "bench/load/generator/arrivals.h"

#include <cmath>
#include <stdexcept>

namespace load {
Arrivals::Arrivals(Rates rates, bool poisson, uint64_t seed)
    : rates_(rates), poisson_(poisson), random_(seed) {
  if (rates.to <= 0 || rates.from < 0 || rates.climb < 0)
    throw std::invalid_argument("a rate is above 0");
}

double Arrivals::next() {
  std::exponential_distribution<double> gap{1};
  arrivals_ += poisson_ ? gap(random_) : 1;
  return time_of(arrivals_);
}

// During the climb `from * t + slope * t^2 / 2` have arrived by t.
double Arrivals::time_of(double arrivals) const {
  const double climbed = (rates_.from + rates_.to) / 2 * rates_.climb;
  if (arrivals >= climbed) return rates_.climb + (arrivals - climbed) / rates_.to;
  const double slope = (rates_.to - rates_.from) / rates_.climb;
  if (slope == 0) return arrivals / rates_.from;
  return (std::sqrt(rates_.from * rates_.from + 2 * slope * arrivals) - rates_.from) / slope;
}
}  // namespace load
