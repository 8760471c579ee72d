// bench/load/generator/histogram.h: latencies in microseconds, counted in buckets 3 % wide.
#pragma once
#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace load {
/// Values above 2^36 us (19 hours) count as that. A percentile is the upper end of its bucket:
/// never better than what was measured, at most 3.2 % worse.
class Histogram {
 public:
  void add(uint64_t microseconds) {
    const uint64_t value = std::min(microseconds, value_max);
    ++buckets_[place_of(value)];
    ++count_;
    sum_ += value;
    max_ = std::max(max_, value);
  }
  void add(const Histogram& other) {
    for (size_t i = 0; i < buckets_.size(); ++i) buckets_[i] += other.buckets_[i];
    count_ += other.count_;
    sum_ += other.sum_;
    max_ = std::max(max_, other.max_);
  }

  uint64_t count() const { return count_; }
  uint64_t max() const { return max_; }
  double mean() const {
    return count_ == 0 ? 0 : static_cast<double>(sum_) / static_cast<double>(count_);
  }
  /// Microseconds that `share` (0 to 1) of the values do not exceed; 0 when there are none.
  uint64_t at(double share) const {
    const auto wanted = static_cast<uint64_t>(share * static_cast<double>(count_));
    uint64_t seen = 0;
    for (size_t i = 0; i < buckets_.size(); ++i) {
      seen += buckets_[i];
      if (seen > wanted || (seen == count_ && seen > 0)) return std::min(end_of(i), max_);
    }
    return 0;
  }

 private:
  static constexpr unsigned steps_bits = 5;  // 32 buckets between two powers of two
  static constexpr uint64_t steps = uint64_t{1} << steps_bits;
  static constexpr unsigned powers = 36;
  static constexpr uint64_t value_max = (uint64_t{1} << powers) - 1;

  static size_t place_of(uint64_t value) {
    if (value < steps) return value;
    const auto power = static_cast<unsigned>(std::bit_width(value)) - 1;
    const uint64_t step = (value >> (power - steps_bits)) & (steps - 1);
    return (power - steps_bits + 1) * steps + step;
  }
  static uint64_t end_of(size_t place) {
    if (place < steps) return place;
    const size_t power = place / steps + steps_bits - 1;
    const uint64_t width = uint64_t{1} << (power - steps_bits);
    return (uint64_t{1} << power) + (place % steps + 1) * width - 1;
  }

  std::array<uint64_t, (powers - steps_bits + 1) * steps> buckets_{};
  uint64_t count_ = 0;
  uint64_t sum_ = 0;
  uint64_t max_ = 0;
};
}  // namespace load
