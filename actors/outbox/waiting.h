// actors/outbox/waiting.h: how many messages of one partition wait: whoever queues asks, without a
// message to the outbox.
#pragma once
#include <array>
#include <atomic>
#include <cstdint>

#include "actors/outbox/message.h"

namespace outbox {
/// Shared by a partition's outbox and the queues of its other services. Safe from any thread. A
/// queue counts before its commit, so a request that is undone leaves one too many; the outbox sets
/// the count right when it finds nothing left.
class Waiting {
 public:
  /// `messages_max`: idkernel.outbox.waiting-max, over both channels.
  explicit Waiting(uint64_t messages_max) : messages_max_(messages_max) {}

  /// False when as many wait as may.
  bool try_add(Channel channel) {
    add(channel);
    if (count(Channel::sms) + count(Channel::email) > messages_max_) {
      remove(channel);
      return false;
    }
    queued_[index(channel)].fetch_add(1, std::memory_order_relaxed);
    return true;
  }
  void add(Channel channel) { count_[index(channel)].fetch_add(1, std::memory_order_relaxed); }
  void remove(Channel channel) {
    std::atomic<uint64_t>& count = count_[index(channel)];
    uint64_t seen = count.load(std::memory_order_relaxed);
    while (seen > 0 && !count.compare_exchange_weak(seen, seen - 1, std::memory_order_relaxed)) {
    }
  }
  void set(Channel channel, uint64_t count) {
    count_[index(channel)].store(count, std::memory_order_relaxed);
  }
  /// Sets 0 when the count still is `seen`.
  void clear(Channel channel, uint64_t seen) {
    count_[index(channel)].compare_exchange_strong(seen, 0, std::memory_order_relaxed);
  }
  uint64_t count(Channel channel) const {
    return count_[index(channel)].load(std::memory_order_relaxed);
  }
  /// Queued since the process began.
  uint64_t queued(Channel channel) const {
    return queued_[index(channel)].load(std::memory_order_relaxed);
  }
  uint64_t messages_max() const { return messages_max_; }

 private:
  static constexpr size_t index(Channel channel) { return channel == Channel::sms ? 0 : 1; }

  const uint64_t messages_max_;
  std::array<std::atomic<uint64_t>, 2> count_{};
  std::array<std::atomic<uint64_t>, 2> queued_{};
};
}  // namespace outbox
