// tests/fakes/drawn_numbers.h: candidates for a pool, the same for the same seed.
#pragma once
#include <vector>

#include "actors/number/generator.h"
#include "tests/fakes/seeded_random.h"

inline std::vector<number::Packed> drawn_numbers(const number::NumberRules& rules, size_t count,
                                                 uint64_t seed = 1) {
  SeededRandom random{seed};
  number::Generator generator{rules, random};
  std::vector<number::Packed> numbers(count);
  for (auto& drawn : numbers) drawn = generator.next().value();
  return numbers;
}
