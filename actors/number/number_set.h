// actors/number/number_set.h: the packed numbers of a pool, for "is it in?" in a few nanoseconds.
#pragma once
#include <utility>
#include <vector>

#include "actors/number/packed.h"

namespace number {
/// Open addressing with linear probing; at most half full. 16 to 32 bytes a number.
class NumberSet {
 public:
  bool contains(Packed number) const { return !slots_.empty() && slots_[find(number)] == number; }

  /// False when it was in already. `number` is not 0.
  bool insert(Packed number) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    const size_t at = find(number);
    if (slots_[at] == number) return false;
    slots_[at] = number;
    ++size_;
    return true;
  }

  /// False when it was not in.
  bool erase(Packed number) {
    if (!contains(number)) return false;
    close_gap(find(number));
    --size_;
    return true;
  }

  size_t size() const { return size_; }

 private:
  size_t home_of(Packed number) const {
    return static_cast<size_t>((number * 0x9E3779B97F4A7C15ULL) >> 20) & (slots_.size() - 1);
  }
  size_t after(size_t at) const { return (at + 1) & (slots_.size() - 1); }

  /// Where `number` is, or the free slot where it would go.
  size_t find(Packed number) const {
    size_t at = home_of(number);
    while (slots_[at] != 0 && slots_[at] != number) at = after(at);
    return at;
  }

  /// Empties the slot `gap` and moves later numbers of its chain forward, so that none is cut off
  /// from its home.
  void close_gap(size_t gap) {
    const size_t mask = slots_.size() - 1;
    for (size_t at = after(gap); slots_[at] != 0; at = after(at)) {
      const size_t from_home = (at - home_of(slots_[at])) & mask;
      const size_t from_gap = (at - gap) & mask;
      if (from_home < from_gap) continue;
      slots_[gap] = slots_[at];
      gap = at;
    }
    slots_[gap] = 0;
  }

  void grow() {
    std::vector<Packed> old(slots_.empty() ? smallest : 2 * slots_.size());
    std::swap(old, slots_);
    for (const Packed number : old) {
      if (number != 0) slots_[find(number)] = number;
    }
  }

  static constexpr size_t smallest = 64;
  std::vector<Packed> slots_;
  size_t size_ = 0;
};
}  // namespace number
