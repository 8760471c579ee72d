// actors/base/random.h: randomness as an argument.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>

/// A source of random bytes. Production hands in crypto::SystemRandom (a CSPRNG), tests a seeded
/// one.
class Random {
 public:
  virtual ~Random() = default;
  /// Fills all of `bytes`. A source that cannot do so stops the process: nothing here may go on
  /// with a weak number.
  virtual void fill(std::span<std::byte> bytes) = 0;

  uint64_t next() {
    uint64_t number = 0;
    fill(std::as_writable_bytes(std::span{&number, 1}));
    return number;
  }
  /// Uniform in [0, bound): the tail that would favour small numbers is thrown away. `bound` is not
  /// 0.
  uint64_t below(uint64_t bound) {
    const uint64_t unfair = (0 - bound) % bound;
    for (;;) {
      const uint64_t number = next();
      if (number >= unfair) return number % bound;
    }
  }
};
