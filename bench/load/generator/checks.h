// bench/load/generator/checks.h: whether an answer is right.
#pragma once
#include <simdjson.h>

#include <string>
#include <string_view>
#include <unordered_set>

#include "bench/load/generator/scenario.h"

namespace load {
enum class Outcome {
  right,
  refused,  ///< 429 or 503: the server says that it cannot now
  wrong,
};

struct Verdict {
  Outcome outcome = Outcome::right;
  std::string reason{};  ///< of what is not right, without the answer's values: reasons are counted
};

/// Remembers what had to be unique. For one thread.
class Checks {
 public:
  /// `lists`: of the scenario; they outlive this.
  explicit Checks(const Lists& lists) : lists_(lists) {}

  /// `values` takes what the step captures.
  Verdict check(const Step& step, long status, std::string_view body, Values& values);
  size_t remembered() const { return seen_.size(); }

 private:
  const Lists& lists_;
  simdjson::dom::parser parser_;
  std::unordered_set<std::string> seen_;
};
}  // namespace load
