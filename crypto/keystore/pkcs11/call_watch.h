// crypto/keystore/pkcs11/call_watch.h: how long the calls of a module that are under way have
// taken. Private to keystore/.
#pragma once
#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>
#include <mutex>
#include <set>
#include <utility>

namespace keystore::pkcs11 {
/// Safe to use from many threads; its lock is never held during a call.
class CallWatch {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::steady_clock::duration;

  explicit CallWatch(std::function<Time()> now) : now_(std::move(now)) {}

  /// One call: from construction to destruction it is under way, and it may take `limit`.
  class Call {
   public:
    Call(CallWatch& watch, Duration limit) : watch_(watch) {
      const Time began = watch.now_();
      const std::lock_guard lock{watch.mutex_};
      place_ = watch.under_way_.insert({began + limit, began});
    }
    ~Call() {
      const std::lock_guard lock{watch_.mutex_};
      watch_.under_way_.erase(place_);
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

   private:
    CallWatch& watch_;
    std::multiset<std::pair<Time, Time>>::iterator place_;
  };

  /// The calls under way that should have returned.
  struct Overdue {
    size_t count = 0;
    Duration longest{};  ///< for which one of them has been under way; 0 when there is none
    Time last_due{};     ///< when the last of them should have returned
  };
  Overdue overdue() const {
    const std::lock_guard lock{mutex_};
    if (under_way_.empty()) return {};
    const Time now = now_();
    const auto end = under_way_.upper_bound({now, Time::max()});
    if (end == under_way_.begin()) return {};
    Overdue out{.last_due = std::prev(end)->first};
    for (auto call = under_way_.begin(); call != end; ++call, ++out.count)
      out.longest = std::max(out.longest, now - call->second);
    return out;
  }

  /// How many calls have been under way for so long, whatever they may take.
  size_t under_way_for(Duration time) const {
    const std::lock_guard lock{mutex_};
    const Time latest = now_() - time;
    return static_cast<size_t>(
        std::ranges::count_if(under_way_, [&](const auto& call) { return call.second <= latest; }));
  }

 private:
  const std::function<Time()> now_;
  mutable std::mutex mutex_;
  std::multiset<std::pair<Time, Time>> under_way_;  ///< due, began
};
}  // namespace keystore::pkcs11
