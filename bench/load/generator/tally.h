// bench/load/generator/tally.h: what was counted, by step and by second.
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "bench/load/generator/checks.h"
#include "bench/load/generator/histogram.h"

namespace load {
struct StepTally {
  Histogram right;    ///< latencies of right answers, late ones among them
  Histogram refused;  ///< of refusals, likewise
  uint64_t right_late = 0;
  uint64_t wrong = 0;
};

/// One second of the run.
struct Second {
  uint64_t right = 0;
  uint64_t refused = 0;
  uint64_t wrong = 0;
  uint64_t p50_us = 0;
  uint64_t p99_us = 0;
  uint64_t max_us = 0;
};

class Tally {
 public:
  /// Answers in front of `measured_from` (seconds) count in the seconds alone: the climb. Those
  /// after `measured_until` are late: what was under way at the end is no part of a rate, but its
  /// latency counts, or a stall at the end would be hidden.
  explicit Tally(double measured_from,
                 double measured_until = std::numeric_limits<double>::infinity())
      : measured_from_(measured_from), measured_until_(measured_until) {}

  /// `ended` in seconds of the run, not descending; latency from the intended start. A wrong answer
  /// counts however late it is.
  void add(const std::string& step, const Verdict& verdict, double ended, uint64_t latency_us);
  /// An operation whose time came while every connection was busy until the end.
  void add_unstarted() { ++unstarted_; }
  /// A request that was sent again on a new connection, as Reply::is_second.
  void add_second() { ++sent_twice_; }
  /// Closes seconds up to `now`, also those in which nothing ended.
  void advance(double now);

  const std::map<std::string, StepTally>& steps() const { return steps_; }
  const std::map<std::string, uint64_t>& reasons() const { return reasons_; }
  const std::vector<Second>& seconds() const { return seconds_; }
  uint64_t unstarted() const { return unstarted_; }
  uint64_t sent_twice() const { return sent_twice_; }
  /// Right answers and refusals after the end.
  uint64_t late() const { return late_; }
  StepTally total() const;
  double measured_from() const { return measured_from_; }

 private:
  double measured_from_;
  double measured_until_;
  std::map<std::string, StepTally> steps_;
  std::map<std::string, uint64_t> reasons_;
  std::vector<Second> seconds_;
  uint64_t unstarted_ = 0;
  uint64_t sent_twice_ = 0;
  uint64_t late_ = 0;
  Second open_;
  Histogram open_latencies_;
};
}  // namespace load
