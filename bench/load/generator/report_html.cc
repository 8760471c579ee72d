// bench/load/generator/report_html.cc: the page: facts, table, four plots.
#include <fmt/format.h>

#include "bench/load/generator/plot.h"
#include "bench/load/generator/report.h"

namespace load {
namespace {
constexpr const char* green = "#2a7f3f";
constexpr const char* blue = "#1f5fa8";
constexpr const char* orange = "#c76a00";
constexpr const char* red = "#b3261e";

Line line_of(const std::string& name, const char* colour, const Report& report,
             double (*value)(const Second&)) {
  Line line{name, colour, {}};
  double at = 0;
  for (const Second& second : report.tally.seconds()) line.points.emplace_back(at++, value(second));
  return line;
}

Plot throughput(const Report& report) {
  return {"Answers",
          "seconds",
          "per second",
          Scale::linear,
          {line_of("right", green, report,
                   [](const Second& second) { return static_cast<double>(second.right); }),
           line_of("refused", orange, report,
                   [](const Second& second) { return static_cast<double>(second.refused); }),
           line_of("wrong", red, report,
                   [](const Second& second) { return static_cast<double>(second.wrong); })}};
}

Plot latency(const Report& report) {
  return {"Latency of right answers, from the intended start",
          "seconds",
          "ms (log)",
          Scale::logarithmic,
          {line_of("p50", green, report,
                   [](const Second& second) { return static_cast<double>(second.p50_us) / 1000; }),
           line_of("p99", blue, report,
                   [](const Second& second) { return static_cast<double>(second.p99_us) / 1000; }),
           line_of("max", red, report, [](const Second& second) {
             return static_cast<double>(second.max_us) / 1000;
           })}};
}

Plot percentiles(const Report& report) {
  const StepTally all = report.tally.total();
  Line line{"all steps", blue, {}};
  for (int thousandths = 0; thousandths < 1000; ++thousandths)
    line.points.emplace_back(thousandths / 10.0,
                             static_cast<double>(all.right.at(thousandths / 1000.0)) / 1000);
  return {"Percentiles", "per cent", "ms (log)", Scale::logarithmic, {line}};
}

Plot cpu(const Report& report) {
  Line line{"cores", blue, {}};
  for (size_t i = 1; i < report.samples.size(); ++i) {
    const Sample& before = report.samples[i - 1];
    const Sample& sample = report.samples[i];
    if (sample.at > before.at)
      line.points.emplace_back(sample.at,
                               (sample.cpu_seconds - before.cpu_seconds) / (sample.at - before.at));
  }
  return {"Server CPU", "seconds", "cores", Scale::linear, {line}};
}

Plot memory(const Report& report) {
  Line line{"resident", blue, {}};
  for (const Sample& sample : report.samples)
    line.points.emplace_back(sample.at, sample.resident_mib);
  return {"Server memory", "seconds", "MiB", Scale::linear, {line}};
}

std::string table(const Report& report) {
  std::string out =
      "<table><tr><th>step<th>per s<th>p50 ms<th>p90 ms<th>p99 ms<th>p99.9 ms<th>max ms<th>right"
      "<th>refused<th>wrong</tr>\n";
  for (const Row& row : rows_of(report))
    out += fmt::format(
        "<tr><td>{}<td>{:.0f}<td>{:.2f}<td>{:.2f}<td>{:.2f}<td>{:.2f}<td>{:.1f}<td>{}<td>{}<td>{}"
        "</tr>\n",
        escaped(row.step), row.per_second, row.p50_ms, row.p90_ms, row.p99_ms, row.p999_ms,
        row.max_ms, row.right, row.refused, row.wrong);
  return out + "</table>\n";
}
}  // namespace

std::string as_html(const Report& report) {
  std::string out = fmt::format(
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{0}</title>\n"
      "<style>body{{font-family:sans-serif;max-width:900px;margin:2em auto}}td,th{{padding:2px "
      "10px;"
      "text-align:right}}td:first-child,th:first-child{{text-align:left}}table{{border-collapse:"
      "collapse}}tr{{border-bottom:1px solid #ddd}}</style>\n<h1>{0}</h1><p>{1}</p>\n<ul>",
      escaped(report.scenario), escaped(report.description));
  for (const auto& [name, value] : report.facts)
    out += fmt::format("<li>{}: {}", escaped(name), escaped(value));
  out += "</ul>\n" + table(report);
  if (const uint64_t unstarted = report.tally.unstarted(); unstarted > 0)
    out += fmt::format("<p>Not started, as every connection was busy: {}</p>\n", unstarted);
  if (const uint64_t late = report.tally.late(); late > 0)
    out += fmt::format("<p>Answered after the end, and in no rate: {}</p>\n", late);
  if (const uint64_t twice = report.tally.sent_twice(); twice > 0)
    out +=
        fmt::format("<p>Sent twice, as a connection was closed before any answer: {}</p>\n", twice);
  if (!report.tally.reasons().empty()) {
    out += "<h2>What was not right</h2><ul>";
    for (const auto& [reason, count] : report.tally.reasons())
      out += fmt::format("<li>{} x {}", count, escaped(reason));
    out += "</ul>\n";
  }
  for (const Plot& plot : {throughput(report), latency(report), percentiles(report)})
    out += as_svg(plot) + "\n";
  if (report.samples.size() > 1) out += as_svg(cpu(report)) + as_svg(memory(report)) + "\n";
  return out + "</html>\n";
}
}  // namespace load
