#include "bench/load/generator/plot.h"

#include <gtest/gtest.h>

namespace load {
namespace {
Plot plot_of(Scale scale, std::vector<std::pair<double, double>> points) {
  return {"Title <1>", "seconds", "ms", scale, {{"p99", "#123456", std::move(points)}}};
}

TEST(SvgPlot, ALineRunsFromLeftToRight) {
  const std::string svg = as_svg(plot_of(Scale::linear, {{0, 0}, {10, 100}}));
  EXPECT_NE(svg.find("Title &lt;1&gt;"), std::string::npos);
  EXPECT_NE(svg.find("points=\"70.0,220.0 844.0,34.0 \""), std::string::npos) << svg;
  EXPECT_NE(svg.find(">100</text>"), std::string::npos);
}

TEST(SvgPlot, ALogarithmicScaleHasPowersOfTenAndNoZero) {
  const std::string svg = as_svg(plot_of(Scale::logarithmic, {{0, 0}, {1, 1}, {2, 100}}));
  EXPECT_NE(svg.find(">10</text>"), std::string::npos);
  EXPECT_NE(svg.find("points=\"457.0,220.0 844.0,34.0 \""), std::string::npos) << svg;
}

TEST(SvgPlot, NothingToShowIsNoFault) {
  for (const Scale scale : {Scale::linear, Scale::logarithmic}) {
    EXPECT_EQ(as_svg(plot_of(scale, {})).find("nan"), std::string::npos);
    EXPECT_EQ(as_svg(plot_of(scale, {{0, 0}})).find("nan"), std::string::npos);
    EXPECT_EQ(as_svg(plot_of(scale, {{0, 5}})).find("nan"), std::string::npos);
  }
}
}  // namespace
}  // namespace load
