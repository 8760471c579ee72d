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

/// One walk down the tree of beginnings that break no rule, choosing evenly among the digits that
/// may follow. The product of the choices it had, or 0 where no number came of it, is on average
/// the number of leaves (Knuth 1975). It needs a hundredth of the draws that counting hits among
/// random digits needs for the same precision.
double walk(Draft& draft, DigitSource& digits) {
  draft.clear();
  double leaves = 1;
  while (draft.size() + 1 < static_cast<size_t>(draft.rules().digits)) {
    unsigned choices = 0;
    for (unsigned digit = 0; digit < 10; ++digit) {
      if (!draft.push(digit)) continue;
      draft.pop();
      ++choices;
    }
    if (choices == 0) return 0;
    leaves *= choices;
    while (!draft.push(digits.next())) continue;
  }
  return draft.finish() ? leaves : 0;
}

uint64_t estimate(const NumberRules& rules, Random& random) {
  Draft draft(rules);
  DigitSource digits(random);
  double sum = 0;
  for (uint64_t i = 0; i < walks_of_space; ++i) sum += walk(draft, digits);
  return static_cast<uint64_t>(sum / static_cast<double>(walks_of_space));
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
