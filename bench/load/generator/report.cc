// bench/load/generator/report.cc: the table, on a terminal and as CSV.
#include "bench/load/generator/report.h"

#include <fmt/format.h>

namespace load {
namespace {
double ms(uint64_t microseconds) { return static_cast<double>(microseconds) / 1000; }

Row row_of(const std::string& name, const StepTally& step, double seconds) {
  return {name,
          seconds > 0 ? static_cast<double>(step.right.count() - step.right_late) / seconds : 0,
          ms(step.right.at(0.50)),
          ms(step.right.at(0.90)),
          ms(step.right.at(0.99)),
          ms(step.right.at(0.999)),
          ms(step.right.max()),
          step.right.count(),
          step.refused.count(),
          step.wrong,
          ms(step.refused.at(0.99))};
}
}  // namespace

double Report::cpu_us() const {
  if (samples.size() < 2) return 0;
  uint64_t right = 0;
  double at = 0;
  for (const Second& second : tally.seconds()) {
    if (at >= samples.front().at && at < samples.back().at) right += second.right;
    ++at;
  }
  const double cpu = samples.back().cpu_seconds - samples.front().cpu_seconds;
  return right == 0 ? 0 : cpu * 1e6 / static_cast<double>(right);
}

std::vector<Row> rows_of(const Report& report) {
  std::vector<Row> rows;
  for (const auto& [name, step] : report.tally.steps())
    rows.push_back(row_of(name, step, report.seconds));
  rows.push_back(row_of("all", report.tally.total(), report.seconds));
  return rows;
}

std::string as_text(const Report& report) {
  std::string out;
  for (const auto& [name, value] : report.facts) out += fmt::format("{}: {}\n", name, value);
  out +=
      fmt::format("{:<28}{:>10}{:>9}{:>9}{:>9}{:>9}{:>9}{:>10}{:>9}{:>7}\n", "step", "per s",
                  "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms", "right", "refused", "wrong");
  for (const Row& row : rows_of(report))
    out += fmt::format("{:<28}{:>10.0f}{:>9.2f}{:>9.2f}{:>9.2f}{:>9.2f}{:>9.1f}{:>10}{:>9}{:>7}\n",
                       row.step, row.per_second, row.p50_ms, row.p90_ms, row.p99_ms, row.p999_ms,
                       row.max_ms, row.right, row.refused, row.wrong);
  if (const uint64_t unstarted = report.tally.unstarted(); unstarted > 0)
    out += fmt::format("not started, as every connection was busy: {}\n", unstarted);
  if (const uint64_t late = report.tally.late(); late > 0)
    out += fmt::format("answered after the end, and in no rate: {}\n", late);
  if (const uint64_t twice = report.tally.sent_twice(); twice > 0)
    out += fmt::format("sent twice, as a connection was closed before any answer: {}\n", twice);
  for (const auto& [reason, count] : report.tally.reasons())
    out += fmt::format("{:>10} x {}\n", count, reason);
  if (!report.samples.empty())
    out += fmt::format("server: {:.1f} us CPU per right answer, {:.0f} MiB resident at the end\n",
                       report.cpu_us(), report.samples.back().resident_mib);
  return out;
}

std::string as_csv(const Report& report) {
  std::string out;
  for (const auto& [name, value] : report.facts) out += fmt::format("# {}: {}\n", name, value);
  out += fmt::format("# unstarted: {}\n# sent_twice: {}\n# late: {}\n# cpu_us: {:.1f}\n",
                     report.tally.unstarted(), report.tally.sent_twice(), report.tally.late(),
                     report.cpu_us());
  out += "step,per_second,p50_ms,p90_ms,p99_ms,p999_ms,max_ms,right,refused,wrong,refused_p99_ms\n";
  for (const Row& row : rows_of(report))
    out += fmt::format("{},{:.1f},{:.3f},{:.3f},{:.3f},{:.3f},{:.3f},{},{},{},{:.3f}\n", row.step,
                       row.per_second, row.p50_ms, row.p90_ms, row.p99_ms, row.p999_ms, row.max_ms,
                       row.right, row.refused, row.wrong, row.refused_p99_ms);
  out += "\nsecond,right,refused,wrong,p50_ms,p99_ms,max_ms\n";
  size_t at = 0;
  for (const Second& second : report.tally.seconds())
    out += fmt::format("{},{},{},{},{:.3f},{:.3f},{:.3f}\n", at++, second.right, second.refused,
                       second.wrong, ms(second.p50_us), ms(second.p99_us), ms(second.max_us));
  out += "\nat_seconds,server_cpu_seconds,server_resident_mib\n";
  for (const Sample& sample : report.samples)
    out +=
        fmt::format("{:.1f},{:.2f},{:.1f}\n", sample.at, sample.cpu_seconds, sample.resident_mib);
  return out;
}
}  // namespace load
