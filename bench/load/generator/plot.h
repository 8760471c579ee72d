// bench/load/generator/plot.h: lines over a common x axis as SVG.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace load {
struct Line {
  std::string name;
  std::string colour;  ///< as CSS writes it
  std::vector<std::pair<double, double>> points;
};

enum class Scale { linear, logarithmic };

struct Plot {
  std::string title;
  std::string x;
  std::string y;
  Scale scale = Scale::linear;  ///< of y; a logarithmic one leaves out what is not above 0
  std::vector<Line> lines;
};

/// Texts are escaped.
std::string as_svg(const Plot& plot);
/// `text` with the five characters that mean something in XML replaced.
std::string escaped(const std::string& text);
}  // namespace load
