// http/collected.cc: from figures to metric families.
#include "http/collected.h"

namespace http {
namespace {
prometheus::ClientMetric metric_of(const Figure& figure, bool is_counter) {
  prometheus::ClientMetric metric;
  for (const auto& [name, value] : figure.labels) metric.label.push_back({name, value});
  if (is_counter) {
    metric.counter.value = figure.value;
  } else {
    metric.gauge.value = figure.value;
  }
  return metric;
}
}  // namespace

std::vector<prometheus::MetricFamily> Collected::Collect() const {
  std::vector<prometheus::MetricFamily> out;
  for (const Figures& figures : all_) {
    prometheus::MetricFamily family;
    family.name = figures.name;
    family.help = figures.help;
    family.type =
        figures.is_counter ? prometheus::MetricType::Counter : prometheus::MetricType::Gauge;
    for (const Figure& figure : figures.read()) {
      family.metric.push_back(metric_of(figure, figures.is_counter));
    }
    out.push_back(std::move(family));
  }
  return out;
}
}  // namespace http
