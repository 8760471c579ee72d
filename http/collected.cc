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

prometheus::MetricFamily family_of(const HistogramFigures& histogram) {
  const Buckets read = histogram.read();
  prometheus::ClientMetric metric;
  for (const auto& bucket : read.buckets) {
    metric.histogram.sample_count += bucket.count;
    metric.histogram.bucket.push_back({metric.histogram.sample_count, bucket.upper_bound});
  }
  metric.histogram.sample_sum = read.sum;
  return {histogram.name, histogram.help, prometheus::MetricType::Histogram, {metric}};
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
  for (const HistogramFigures& histogram : histograms_) out.push_back(family_of(histogram));
  return out;
}
}  // namespace http
