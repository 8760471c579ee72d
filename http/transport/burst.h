// http/transport/burst.h: answers of one thread that leave together.
#pragma once
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include "http/transport/response.h"

namespace http::transport {
/// While one lives, the answers that its thread gives are gathered, and leave with one wake of each
/// reactor instead of one for each answer: for threads that work through many requests in a row.
/// No answer waits for more than `answers_max` others, nor, once the next is given, longer than
/// `wait_max`. One thread has one at a time.
class Burst {
 public:
  explicit Burst(std::chrono::microseconds wait_max = usual_wait);
  /// Sends what is left.
  ~Burst();
  Burst(const Burst&) = delete;
  Burst& operator=(const Burst&) = delete;

  static constexpr size_t answers_max = 32;
  static constexpr std::chrono::microseconds usual_wait{500};

  /// The one of this thread; null without one.
  static Burst* current();
  void add(const Reply& reply, Response response);

 private:
  void send();

  const std::chrono::microseconds wait_max_;
  std::vector<std::pair<Reply, Response>> answers_;
  std::chrono::steady_clock::time_point first_;
};
}  // namespace http::transport
