// bench/load/generator/report.h: what a run was and what came out, as a table, as CSV and as a
// page.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "bench/load/generator/companion.h"
#include "bench/load/generator/tally.h"

namespace load {
struct Report {
  std::string scenario;
  std::string description;
  std::vector<std::pair<std::string, std::string>> facts;  ///< server, plan, time, in this order
  const Tally& tally;
  std::vector<Sample> samples;
  double seconds = 0;  ///< that the table's rates are of

  /// Server CPU microseconds per right answer over the samples; 0 when there are none.
  double cpu_us() const;
};

/// One row of the table: a step, or "all".
struct Row {
  std::string step;
  double per_second = 0;
  double p50_ms = 0;
  double p90_ms = 0;
  double p99_ms = 0;
  double p999_ms = 0;
  double max_ms = 0;
  uint64_t right = 0;
  uint64_t refused = 0;
  uint64_t wrong = 0;
  double refused_p99_ms = 0;
};
std::vector<Row> rows_of(const Report& report);

/// For a terminal.
std::string as_text(const Report& report);
/// Facts as lines that begin with '#', then a row a step, then a row a second.
std::string as_csv(const Report& report);
/// One file, no script, nothing loaded from elsewhere.
std::string as_html(const Report& report);
}  // namespace load
