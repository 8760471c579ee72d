// bench/load/generator/plot.cc: axes with round ticks, one polyline a line.
#include "bench/load/generator/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace load {
namespace {
constexpr double width = 860;
constexpr double height = 260;
constexpr double left = 70;
constexpr double right = 16;
constexpr double top = 34;
constexpr double bottom = 40;

struct Axis {
  double low = 0;
  double high = 1;
  std::vector<double> ticks{};
};

/// 1, 2 or 5 times a power of ten, so that about five steps fill `span`.
double round_step(double span) {
  const double power = std::pow(10, std::floor(std::log10(span / 5)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (span / (factor * power) <= 6) return factor * power;
  return 10 * power;
}

Axis linear_axis(double high) {
  Axis axis{0, high > 0 ? high : 1, {}};
  const double step = round_step(axis.high);
  axis.high = std::ceil(axis.high / step) * step;
  for (int i = 0; i * step <= axis.high * 1.0001; ++i) axis.ticks.push_back(i * step);
  return axis;
}

Axis logarithmic_axis(double low, double high) {
  Axis axis{
      std::pow(10, std::floor(std::log10(low))), std::pow(10, std::ceil(std::log10(high))), {}};
  if (axis.high <= axis.low) axis.high = axis.low * 10;
  const auto powers = static_cast<int>(std::lround(std::log10(axis.high / axis.low)));
  for (int power = 0; power <= powers; ++power)
    axis.ticks.push_back(axis.low * std::pow(10, power));
  return axis;
}

class Frame {
 public:
  explicit Frame(const Plot& plot) : scale_(plot.scale) {
    double x_high = 0;
    double y_high = 0;
    double y_low = 0;
    for (const Line& line : plot.lines)
      for (const auto& [x, y] : line.points) {
        x_high = std::max(x_high, x);
        y_high = std::max(y_high, y);
        if (y > 0) y_low = y_low > 0 ? std::min(y_low, y) : y;
      }
    x_ = linear_axis(x_high);
    x_.high = x_high > 0 ? x_high : 1;
    const bool is_logarithmic = scale_ == Scale::logarithmic && y_low > 0;
    if (!is_logarithmic) scale_ = Scale::linear;
    y_ = is_logarithmic ? logarithmic_axis(y_low, y_high) : linear_axis(y_high);
  }

  bool shows(double y) const { return scale_ == Scale::linear || y > 0; }
  double x(double value) const { return left + value / x_.high * (width - left - right); }
  double y(double value) const {
    double share = (value - y_.low) / (y_.high - y_.low);
    if (scale_ == Scale::logarithmic) share = std::log(value / y_.low) / std::log(y_.high / y_.low);
    return height - bottom - share * (height - top - bottom);
  }

  std::string axes(const Plot& plot) const {
    std::string out;
    for (const double tick : y_.ticks)
      out += fmt::format(R"(<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="#ddd"/>)"
                         R"(<text x="{}" y="{:.1f}" text-anchor="end">{:g}</text>)",
                         left, width - right, y(tick), y(tick), left - 6, y(tick) + 4, tick);
    for (const double tick : x_.ticks)
      if (tick <= x_.high)
        out += fmt::format(R"(<text x="{:.1f}" y="{}" text-anchor="middle">{:g}</text>)", x(tick),
                           height - bottom + 16, tick);
    out += fmt::format(R"(<text x="{}" y="18" font-weight="bold">{}</text>)", left,
                       escaped(plot.title));
    out += fmt::format(R"(<text x="{}" y="{}" text-anchor="end">{}</text>)", width - right,
                       height - 6, escaped(plot.x));
    out += fmt::format(R"(<text x="6" y="{}">{}</text>)", top - 4, escaped(plot.y));
    return out;
  }

 private:
  Scale scale_;
  Axis x_;
  Axis y_;
};
}  // namespace

std::string escaped(const std::string& text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += letter;
    }
  }
  return out;
}

std::string as_svg(const Plot& plot) {
  const Frame frame(plot);
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="sans-serif" font-size="12">)",
      width, height);
  out += frame.axes(plot);
  double legend = width - right;
  for (const Line& line : plot.lines) {
    out += fmt::format(R"(<polyline fill="none" stroke-width="1.6" stroke="{}" points=")",
                       escaped(line.colour));
    for (const auto& [x, y] : line.points)
      if (frame.shows(y)) out += fmt::format("{:.1f},{:.1f} ", frame.x(x), frame.y(y));
    out += R"("/>)";
    out += fmt::format(R"(<text x="{:.0f}" y="18" text-anchor="end" fill="{}">{}</text>)", legend,
                       escaped(line.colour), escaped(line.name));
    legend -= 12 + 7.0 * static_cast<double>(line.name.size());
  }
  return out + "</svg>";
}
}  // namespace load
