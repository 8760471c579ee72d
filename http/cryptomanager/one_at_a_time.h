// http/cryptomanager/one_at_a_time.h: jobs of which one is under way while a few wait outside the
// crypto pool.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "actors/crypto_pool/fair_queue.h"

namespace http {
/// For work of much memory and time: it never holds more than one worker of its lane. Those who
/// wait stand in one line a caller, and the lines are served in turn. Whoever has gone holds nobody
/// up. Safe from many threads.
class OneAtATime : public std::enable_shared_from_this<OneAtATime> {
 public:
  /// Whoever holds it is under way.
  using Turn = std::shared_ptr<void>;

  struct Asker {
    std::string caller;
    std::function<void(const Turn&)> start;
    /// Called instead of `start`: overloaded when too many wait, else expired or abandoned.
    std::function<void(crypto_pool::Outcome)> refuse;
    /// As those of crypto_pool::JobRequest; `abandoned` does not wait for another thread.
    std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
    std::function<bool()> abandoned = {};
  };

  explicit OneAtATime(size_t waiting_max) : waiting_max_(waiting_max) {}

  /// Starts at once, or when the turns before have ended, on the thread that ends the last one.
  /// When too many wait, those go who have gone. If there are none, room is made as in
  /// FairQueue::make_room_for: a caller who has fewer waiting than another takes the place of the
  /// other's newest.
  void enter(Asker asker) {
    bool begins = false;
    Ended ended;
    {
      const std::lock_guard lock{mutex_};
      begins = !is_taken_;
      is_taken_ = true;
      if (!begins) wait(asker, ended);
    }
    tell(ended);
    if (begins) asker.start(turn());
  }

 private:
  using Outcome = crypto_pool::Outcome;
  /// To be told without the lock: what they hold ends with them.
  using Ended = std::vector<std::pair<crypto_pool::Job, Outcome>>;

  static void tell(const Ended& ended) {
    for (const auto& [job, outcome] : ended) job.ended(outcome);
  }

  /// Why it is not to begin any more.
  static std::optional<Outcome> end_of(const crypto_pool::JobRequest& request) {
    if (request.deadline <= std::chrono::steady_clock::now()) return Outcome::expired;
    if (request.abandoned && request.abandoned()) return Outcome::abandoned;
    return std::nullopt;
  }

  /// Takes what `asker` holds. `ended`: whoever has no place any more.
  void wait(Asker& asker, Ended& ended) {
    crypto_pool::JobRequest request;
    request.caller = asker.caller;
    request.deadline = asker.deadline;
    request.abandoned = std::move(asker.abandoned);
    request.work = [this, start = std::move(asker.start)] { start(turn()); };
    crypto_pool::Job job{std::move(request), std::move(asker.refuse)};
    if (waiting_.size() >= waiting_max_) take_out_the_gone(ended);
    if (waiting_.size() >= waiting_max_) {
      auto other = waiting_.make_room_for(asker.caller);
      if (!other) {
        ended.emplace_back(std::move(job), Outcome::overloaded);
        return;
      }
      ended.emplace_back(std::move(*other), Outcome::overloaded);
    }
    waiting_.push(std::move(job));
  }

  void take_out_the_gone(Ended& ended) {
    std::vector<crypto_pool::Job> others;
    while (waiting_.size() > 0) {
      crypto_pool::Job job = waiting_.pop();
      if (const auto end = end_of(job.request))
        ended.emplace_back(std::move(job), *end);
      else
        others.push_back(std::move(job));
    }
    // In the order of their turns, so these stay as they were.
    for (crypto_pool::Job& job : others) waiting_.push(std::move(job));
  }

  Turn turn() {
    return {nullptr, [me = shared_from_this()](std::nullptr_t) { me->leave(); }};
  }

  void leave() {
    std::optional<crypto_pool::Job> next;
    Ended ended;
    {
      const std::lock_guard lock{mutex_};
      while (!next && waiting_.size() > 0) {
        crypto_pool::Job job = waiting_.pop();
        if (const auto end = end_of(job.request))
          ended.emplace_back(std::move(job), *end);
        else
          next = std::move(job);
      }
      is_taken_ = next.has_value();
    }
    tell(ended);
    if (next) next->request.work();
  }

  const size_t waiting_max_;
  std::mutex mutex_;
  crypto_pool::FairQueue waiting_;
  bool is_taken_ = false;
};
}  // namespace http
