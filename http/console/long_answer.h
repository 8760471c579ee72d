// http/console/long_answer.h: an answer of many messages, sent while the order is carried out.
#pragma once
#include <chrono>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace console {
/// Sends one message; false when the other end is gone.
using Send = std::function<bool(std::string_view)>;

/// Nobody reads what an order gives.
class NobodyListens : public std::runtime_error {
 public:
  NobodyListens() : std::runtime_error("given up: the server stops, or nobody listens any more") {}
};

/// Messages {"more":true,"lines":[..]} in front of the answer itself, which has no "more". Each
/// holds as many lines as are well below message_bytes_max; while none come one without lines goes
/// every second, so that either side hears when the other is gone.
class LongAnswer {
 public:
  explicit LongAnswer(const Send& send) : send_(send) {}

  /// `line` is UTF-8 and at most a quarter of a MiB. Throws NobodyListens, as the others do.
  void line(std::string_view line);
  /// To be called at least every second: it looks at the clock.
  void beat();
  /// Sends what is left.
  void finish();

 private:
  void send();

  const Send& send_;
  std::vector<std::string> lines_;
  size_t bytes_ = 0;
  std::chrono::steady_clock::time_point sent_ = std::chrono::steady_clock::now();
};
}  // namespace console
