// actors/partition/gate.h: how many requests may be under way to one partition.
#pragma once
#include <atomic>
#include <cstdint>

namespace partition {
/// CAF's mailboxes are unbounded, so whoever sends counts first: try_enter() before the request,
/// leave() once its reply (or its failure) has arrived. A refusal is Errc::overloaded to the
/// client. Safe from any thread. Property: idkernel.partition.in-flight-max.
class Gate {
 public:
  static constexpr uint32_t requests_max_default = 4096;

  explicit Gate(uint32_t requests_max = requests_max_default) : requests_max_(requests_max) {}

  /// True when the request may be sent; then leave() is owed.
  bool try_enter() {
    if (in_flight_.fetch_add(1, std::memory_order_relaxed) < requests_max_) return true;
    in_flight_.fetch_sub(1, std::memory_order_relaxed);
    refused_.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  void leave() { in_flight_.fetch_sub(1, std::memory_order_relaxed); }

  uint32_t in_flight() const { return in_flight_.load(std::memory_order_relaxed); }
  uint32_t requests_max() const { return requests_max_; }
  uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }

 private:
  const uint32_t requests_max_;
  std::atomic<uint32_t> in_flight_{0};
  std::atomic<uint64_t> refused_{0};
};
}  // namespace partition
