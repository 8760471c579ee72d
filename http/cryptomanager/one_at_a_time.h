// http/cryptomanager/one_at_a_time.h: jobs of which one is under way while a few wait outside the
// crypto pool.
#pragma once
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "actors/crypto_pool/fair_queue.h"

namespace http {
/// For work of much memory and time: it never holds more than one worker of its lane. Those who
/// wait stand in one line a caller, and the lines are served in turn. Safe from many threads.
class OneAtATime : public std::enable_shared_from_this<OneAtATime> {
 public:
  /// Whoever holds it is under way.
  using Turn = std::shared_ptr<void>;

  struct Asker {
    std::string caller;
    std::function<void(const Turn&)> start;
    /// Called instead of `start` when too many wait.
    std::function<void()> refuse;
  };

  explicit OneAtATime(size_t waiting_max) : waiting_max_(waiting_max) {}

  /// Starts at once, or when the turns before have ended, on the thread that ends the last one.
  /// When too many wait, room is made as in FairQueue::make_room_for: a caller who has fewer
  /// waiting than another takes the place of the other's newest.
  void enter(Asker asker) {
    std::optional<crypto_pool::Job> refused;
    {
      const std::lock_guard lock{mutex_};
      if (is_taken_) {
        refused = wait(std::move(asker));
        if (!refused) return;
      } else {
        is_taken_ = true;
      }
    }
    if (refused) return refused->ended(crypto_pool::Outcome::overloaded);
    asker.start(turn());
  }

 private:
  /// Whoever has no place any more.
  std::optional<crypto_pool::Job> wait(Asker asker) {
    crypto_pool::JobRequest request;
    request.caller = asker.caller;
    request.work = [this, start = std::move(asker.start)] { start(turn()); };
    crypto_pool::Job job{std::move(request),
                         [refuse = std::move(asker.refuse)](crypto_pool::Outcome) { refuse(); }};
    std::optional<crypto_pool::Job> refused;
    if (waiting_.size() >= waiting_max_) {
      refused = waiting_.make_room_for(asker.caller);
      if (!refused) return job;
    }
    waiting_.push(std::move(job));
    return refused;
  }

  Turn turn() {
    return {nullptr, [me = shared_from_this()](std::nullptr_t) { me->leave(); }};
  }

  void leave() {
    std::optional<crypto_pool::Job> next;
    {
      const std::lock_guard lock{mutex_};
      is_taken_ = waiting_.size() > 0;
      if (is_taken_) next = waiting_.pop();
    }
    if (next) next->request.work();
  }

  const size_t waiting_max_;
  std::mutex mutex_;
  crypto_pool::FairQueue waiting_;
  bool is_taken_ = false;
};
}  // namespace http
