// actors/number/space.cc: counting and estimating.
#include "actors/number/space.h"

#include "actors/number/draft.h"
#include "actors/number/generator.h"

namespace number {
namespace {
constexpr int digits_counted_quickly = 7;

uint64_t count_from(Draft& draft, size_t drawn) {
  if (draft.size() == drawn) {
    const bool found = draft.finish();
    if (draft.size() > drawn) draft.pop();
    return found ? 1 : 0;
  }
  uint64_t count = 0;
  for (unsigned digit = 0; digit < 10; ++digit) {
    if (!draft.push(digit)) continue;
    count += count_from(draft, drawn);
    draft.pop();
  }
  return count;
}

uint64_t power_of_ten(int exponent) {
  uint64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

uint64_t estimate(const NumberRules& rules, Random& random) {
  Generator generator(rules, random);
  uint64_t found = 0;
  for (uint64_t i = 0; i < samples_of_space; ++i) found += generator.attempt() ? 1 : 0;
  const double share = static_cast<double>(found) / static_cast<double>(samples_of_space);
  return static_cast<uint64_t>(share * static_cast<double>(power_of_ten(rules.digits - 1)));
}
}  // namespace

uint64_t count_numbers(const NumberRules& rules) {
  Draft draft(rules);
  return count_from(draft, static_cast<size_t>(rules.digits) - 1);
}

Space space_of(const NumberRules& rules, Random& random) {
  if (rules == NumberRules{}) return {default_uin_space, true};
  if (rules.digits <= digits_counted_quickly) return {count_numbers(rules), true};
  return {estimate(rules, random), false};
}

std::optional<std::string> pool_fault(const Space& space, const PoolSize& size) {
  if (size.target == 0) return "the number of unused numbers to generate must be above zero";
  if (size.low_water > size.target) {
    return "min-unused-threshold " + std::to_string(size.low_water) + " is above the target " +
           std::to_string(size.target);
  }
  if (size.target > space.numbers / 2) {
    return "a pool of " + std::to_string(size.target) +
           " unused numbers is more than half of the " + (space.exact ? "" : "about ") +
           std::to_string(space.numbers) + " numbers that the length and the rules leave";
  }
  return std::nullopt;
}
}  // namespace number
