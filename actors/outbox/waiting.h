// actors/outbox/waiting.h: how many messages of one partition wait: whoever queues asks, without a
// message to the outbox.
#pragma once
#include <atomic>
#include <cstdint>

namespace outbox {
/// Shared by a partition's outbox and the queues of its other services. Safe from any thread. A
/// queue counts before its commit, so a request that is undone leaves one too many; the outbox sets
/// the count right when it finds nothing left.
class Waiting {
 public:
  /// `messages_max`: idkernel.outbox.waiting-max.
  explicit Waiting(uint64_t messages_max) : messages_max_(messages_max) {}

  /// False when as many wait as may.
  bool try_add() {
    if (count_.fetch_add(1, std::memory_order_relaxed) < messages_max_) return true;
    remove();
    return false;
  }
  void add() { count_.fetch_add(1, std::memory_order_relaxed); }
  void remove() {
    uint64_t seen = count();
    while (seen > 0 && !count_.compare_exchange_weak(seen, seen - 1, std::memory_order_relaxed)) {
    }
  }
  void set(uint64_t count) { count_.store(count, std::memory_order_relaxed); }
  /// Sets 0 when the count still is `seen`.
  void clear(uint64_t seen) { count_.compare_exchange_strong(seen, 0, std::memory_order_relaxed); }
  uint64_t count() const { return count_.load(std::memory_order_relaxed); }
  uint64_t messages_max() const { return messages_max_; }

 private:
  const uint64_t messages_max_;
  std::atomic<uint64_t> count_{0};
};
}  // namespace outbox
