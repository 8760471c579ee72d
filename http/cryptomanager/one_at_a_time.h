// http/cryptomanager/one_at_a_time.h: jobs of which one is under way while a few wait outside the
// crypto pool.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace http {
/// For work of much memory and time: it never holds more than one worker of its lane. Safe from
/// many threads.
class OneAtATime : public std::enable_shared_from_this<OneAtATime> {
 public:
  /// Whoever holds it is under way.
  using Turn = std::shared_ptr<void>;
  using Start = std::function<void(const Turn&)>;

  explicit OneAtATime(size_t waiting_max) : waiting_max_(waiting_max) {}

  /// Calls `start` at once, or when the turns before have ended, on the thread that ends the last
  /// one. False: too many wait.
  [[nodiscard]] bool enter(Start start) {
    {
      const std::lock_guard lock{mutex_};
      if (is_taken_) {
        if (waiting_.size() >= waiting_max_) return false;
        waiting_.push_back(std::move(start));
        return true;
      }
      is_taken_ = true;
    }
    start(turn());
    return true;
  }

 private:
  Turn turn() {
    return {nullptr, [me = shared_from_this()](std::nullptr_t) { me->leave(); }};
  }

  void leave() {
    Start next;
    {
      const std::lock_guard lock{mutex_};
      is_taken_ = !waiting_.empty();
      if (!is_taken_) return;
      next = std::move(waiting_.front());
      waiting_.pop_front();
    }
    next(turn());
  }

  const size_t waiting_max_;
  std::mutex mutex_;
  std::deque<Start> waiting_;
  bool is_taken_ = false;
};
}  // namespace http
