// actors/number/space.h: how many numbers the rules leave, and whether a pool fits in (DECISIONS
// 13).
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "actors/base/random.h"
#include "actors/number/number_rules.h"

namespace number {
struct Space {
  uint64_t numbers = 0;
  bool exact = false;  ///< otherwise an estimate, within about 2 % for the default rules
};

/// 10 digits under the default UIN rules: computed exactly by two independent programs (ids sheet
/// 2.6).
inline constexpr uint64_t default_uin_space = 58'106'898;

/// Exact for the default UIN rules and for up to 7 digits, otherwise from walks_of_space random
/// walks (about ten milliseconds).
Space space_of(const NumberRules& rules, Random& random);
inline constexpr uint64_t walks_of_space = 10'000;

/// Counts every valid number by a search that leaves a beginning as soon as it breaks a rule. About
/// ten seconds for 10 digits, growing sevenfold with each digit.
uint64_t count_numbers(const NumberRules& rules);

/// A pool of unused numbers over all partitions.
struct PoolSize {
  uint64_t low_water = 0;  ///< a refill starts below it (…min-unused-threshold)
  uint64_t target = 0;     ///< a refill ends at it (…uins-to-generate)
};

/// Why the pool cannot be kept full from `space`, as a sentence; nothing when it can. A target
/// above half of the space is refused: random drawing gets slower with each number taken, without
/// end.
std::optional<std::string> pool_fault(const Space& space, const PoolSize& size);
}  // namespace number
