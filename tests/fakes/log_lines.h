// tests/fakes/log_lines.h: what is logged while this object lives.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "actors/base/log.h"

/// For tests whose actors run on the test's own thread.
class LogLines {
 public:
  LogLines() {
    logging::set_sink([this](logging::Level, std::string_view line) { lines_.emplace_back(line); });
  }
  ~LogLines() { logging::set_sink({}); }
  LogLines(const LogLines&) = delete;
  LogLines& operator=(const LogLines&) = delete;

  const std::vector<std::string>& all() const { return lines_; }
  /// How many lines contain `part`.
  size_t count(std::string_view part) const {
    return static_cast<size_t>(std::count_if(
        lines_.begin(), lines_.end(),
        [&](const std::string& line) { return line.find(part) != std::string::npos; }));
  }

 private:
  std::vector<std::string> lines_;
};
