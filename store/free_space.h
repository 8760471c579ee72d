// store/free_space.h: whether the disk still has room for writes.
#pragma once
#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace store {
inline constexpr uint64_t free_bytes_min_default = uint64_t{1} << 30;

/// Watches the file system of the data directory. `tick` is called about once a second by one
/// thread; the rest is safe from any. Property: idkernel.store.min-free-bytes.
class FreeSpace {
 public:
  /// The bytes that are free for us, or nothing when that cannot be found out.
  using Probe = std::function<std::optional<uint64_t>()>;

  /// Asks statvfs about `dir` (what an unprivileged process may still write), once at construction.
  explicit FreeSpace(const std::string& dir, uint64_t free_bytes_min = free_bytes_min_default);
  FreeSpace(Probe probe, uint64_t free_bytes_min);

  /// Asks again. Logs when the answer of `low()` changes.
  void tick();

  /// Writes are refused and readiness fails. A probe that fails counts as low: a disk that cannot
  /// be asked is not one to write to.
  bool low() const { return low_.load(std::memory_order_relaxed); }
  /// What the last tick found; 0 when it failed.
  uint64_t bytes_free() const { return bytes_free_.load(std::memory_order_relaxed); }
  uint64_t bytes_free_min() const { return free_bytes_min_; }

 private:
  Probe probe_;
  uint64_t free_bytes_min_;
  std::atomic<uint64_t> bytes_free_{0};
  std::atomic<bool> low_{false};
};
}  // namespace store
