// actors/number/spares.h: numbers that were drawn for one partition and belong to another.
#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "actors/number/packed.h"

namespace number {
/// A draw belongs to whichever partition its hash names. While only one of 16 wants numbers, 15 of
/// 16 draws are somebody else's: they are kept until their owner wants some. Nobody is promised
/// that a spare is still new: its owner looks, as at any candidate.
class Spares {
 public:
  /// Over all partitions: 1 MiB.
  static constexpr size_t numbers_max = size_t{1} << 17;

  explicit Spares(size_t partitions)
      : by_owner_(partitions), each_max_(numbers_max / std::max<size_t>(partitions, 1)) {}

  /// Forgets the number when its owner has enough of them.
  void keep(size_t owner, Packed number) {
    auto& kept = by_owner_[owner];
    if (kept.size() < each_max_) kept.push_back(number);
  }

  /// Moves up to `count` of the owner's to the end of `to`. Answers how many.
  size_t take(size_t owner, size_t count, std::vector<Packed>& to) {
    auto& kept = by_owner_[owner];
    const size_t taken = std::min(count, kept.size());
    to.insert(to.end(), kept.end() - static_cast<std::ptrdiff_t>(taken), kept.end());
    kept.resize(kept.size() - taken);
    return taken;
  }

  void clear() {
    for (auto& kept : by_owner_) kept.clear();
  }

 private:
  std::vector<std::vector<Packed>> by_owner_;
  size_t each_max_;
};
}  // namespace number
