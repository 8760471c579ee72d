// actors/number/generator.h: new numbers, each valid one equally likely.
#pragma once
#include <array>
#include <cstddef>
#include <optional>

#include "actors/base/random.h"
#include "actors/number/draft.h"

namespace number {
/// Uniform decimal digits from a source that is asked for a block at a time: asking a CSPRNG for
/// single bytes would cost more than the rules do.
class DigitSource {
 public:
  explicit DigitSource(Random& random) : random_(random) {}

  /// 0 to 9.
  unsigned next();

 private:
  static constexpr size_t block_bytes = 4096;
  Random& random_;
  std::array<std::byte, block_bytes> block_{};
  size_t used_ = block_bytes;
};

/// Draws digit by digit and starts the whole number again when a rule breaks. Only the restart
/// keeps the numbers uniform: taking back one digit would favour numbers whose beginnings have few
/// continuations.
class Generator {
 public:
  /// Restarts allowed for one number: at one number in 10,000 prefixes (the VID has one in 110) it
  /// fails once in e^100 calls.
  static constexpr size_t tries_max = 1'000'000;

  /// `random` outlives the generator.
  Generator(const NumberRules& rules, Random& random) : draft_(rules), digits_(random) {}

  /// A valid number; nothing when tries_max restarts found none, which means that the rules leave
  /// (nearly) no number.
  std::optional<Packed> next();

  /// One try. Whether it found a number, which is then text().
  bool attempt();
  std::string_view text() const { return draft_.text(); }

 private:
  Draft draft_;
  DigitSource digits_;
};
}  // namespace number
