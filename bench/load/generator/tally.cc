// bench/load/generator/tally.cc: one histogram a step, and one for the second that is not over.
#include "bench/load/generator/tally.h"

#include <algorithm>

namespace load {
namespace {
constexpr size_t reasons_max = 100;
}  // namespace

void Tally::add(const std::string& step, const Verdict& verdict, double ended,
                uint64_t latency_us) {
  advance(std::min(ended, measured_until_));
  const bool is_late = ended > measured_until_;
  if (is_late && verdict.outcome != Outcome::wrong) ++late_;
  const bool measured = ended >= measured_from_;
  switch (verdict.outcome) {
    case Outcome::right:
      ++open_.right;
      open_latencies_.add(latency_us);
      if (measured) steps_[step].right.add(latency_us);
      if (measured && is_late) ++steps_[step].right_late;
      break;
    case Outcome::refused:
      ++open_.refused;
      if (measured) steps_[step].refused.add(latency_us);
      break;
    case Outcome::wrong:
      ++open_.wrong;
      if (measured) ++steps_[step].wrong;
      break;
  }
  // Also those of the climb: a wrong answer is never passed over.
  if (verdict.outcome == Outcome::right) return;
  const std::string reason = step + ": " + verdict.reason;
  if (reasons_.size() < reasons_max || reasons_.contains(reason)) ++reasons_[reason];
}

void Tally::advance(double now) {
  while (static_cast<double>(seconds_.size() + 1) <= now) {
    open_.p50_us = open_latencies_.at(0.50);
    open_.p99_us = open_latencies_.at(0.99);
    open_.max_us = open_latencies_.max();
    seconds_.push_back(open_);
    open_ = {};
    open_latencies_ = {};
  }
}

StepTally Tally::total() const {
  StepTally all;
  for (const auto& [name, step] : steps_) {
    all.right.add(step.right);
    all.refused.add(step.refused);
    all.right_late += step.right_late;
    all.wrong += step.wrong;
  }
  return all;
}
}  // namespace load
