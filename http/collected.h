// http/collected.h: figures that other parts keep, handed to the Prometheus client when it asks.
#pragma once
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace http {
/// One figure with its labels.
struct Figure {
  std::vector<std::pair<std::string, std::string>> labels;
  double value = 0;
};

/// Figures of one name, read when the metrics are asked for.
struct Figures {
  std::string name;
  std::string help;
  bool is_counter = false;  ///< else a gauge
  std::function<std::vector<Figure>()> read;
};

/// Observations in buckets, as another part counted them.
struct Buckets {
  struct Bucket {
    double upper_bound = 0;
    uint64_t count = 0;  ///< in this bucket alone
  };
  std::vector<Bucket> buckets;
  double sum = 0;
};

/// A histogram, read when the metrics are asked for.
struct HistogramFigures {
  std::string name;
  std::string help;
  std::function<Buckets()> read;
};

/// All such figures as one collectable.
class Collected : public prometheus::Collectable {
 public:
  void add(Figures figures) { all_.push_back(std::move(figures)); }
  void add(HistogramFigures histogram) { histograms_.push_back(std::move(histogram)); }
  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  std::vector<Figures> all_;
  std::vector<HistogramFigures> histograms_;
};
}  // namespace http
