// actors/prid/prid_rules.h: the rules of the pre-registration id, and messages (ids sheet 5).
#pragma once
#include <cstdint>
#include <string>

#include "actors/base/origin.h"
#include "actors/base/result.h"
#include "actors/number/number_rules.h"

namespace prid {
/// mosip.kernel.prid.* as shipped. Only length, beginnings, sequence, repetition, blocks and
/// restricted numbers count (5.2).
inline number::NumberRules default_rules() {
  number::NumberRules rules;
  rules.digits = 14;
  rules.sequence_wraps = false;
  rules.repeating_block_limit = 3;
  rules.even_limit = 0;
  rules.group_digits = 0;
  rules.reverse_group_digits = 0;
  rules.refuses_cyclic = false;
  return rules;
}

/// mosip.kernel.prid.min-unused-threshold and mosip.kernel.prid.prids-to-generate as shipped.
inline constexpr uint64_t low_water_default = 1'000;
inline constexpr uint64_t target_default = 2'000;

/// Takes an available PRID. `by.subject` is a uuid, no personal data.
struct IssuePrid {
  audit::Origin by;
};

/// Takes available PRIDs for whoever gives them out, `count` of them or what there is.
struct TakePrids {
  audit::Origin by;
  uint32_t count = 0;  ///< at most taken_max
};
inline constexpr uint32_t taken_max = 1024;

/// Numbers of one partition, for the metrics.
struct Levels {
  uint64_t available = 0;
  uint64_t assigned = 0;
  friend bool operator==(const Levels&, const Levels&) = default;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, IssuePrid& x) {
  return f(x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, TakePrids& x) {
  return f(x.by, x.count);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, Levels& x) {
  return f(x.available, x.assigned);
}
}  // namespace prid
