// http/transport/living.h: which connections of one reactor live, for any thread to ask.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace http::transport {

/// The connection behind each descriptor. One thread sets, any thread asks, nobody waits. Memory
/// comes in blocks as higher descriptors are used and stays: 8 bytes a descriptor.
class Living {
 public:
  Living() = default;
  ~Living() {
    for (auto& block : blocks_) delete block.load(std::memory_order_relaxed);
  }
  Living(const Living&) = delete;
  Living& operator=(const Living&) = delete;

  /// `connection` is not 0. A descriptor beyond the table is never known to be gone.
  void set(int fd, uint64_t connection) {
    if (block_of(fd) >= blocks_.size()) return;
    auto& place = blocks_[block_of(fd)];
    if (place.load(std::memory_order_relaxed) == nullptr) {
      place.store(new Block{}, std::memory_order_release);
    }
    (*place.load(std::memory_order_relaxed))[slot_of(fd)].store(connection,
                                                                std::memory_order_release);
  }
  void clear(int fd) { set(fd, 0); }

  bool has(int fd, uint64_t connection) const {
    if (block_of(fd) >= blocks_.size()) return true;
    const Block* block = blocks_[block_of(fd)].load(std::memory_order_acquire);
    if (block == nullptr) return false;
    return (*block)[slot_of(fd)].load(std::memory_order_acquire) == connection;
  }

 private:
  static constexpr size_t block_slots = 1024;
  using Block = std::array<std::atomic<uint64_t>, block_slots>;

  static size_t block_of(int fd) { return static_cast<size_t>(fd) / block_slots; }
  static size_t slot_of(int fd) { return static_cast<size_t>(fd) % block_slots; }

  std::array<std::atomic<Block*>, 1024> blocks_{};
};

}  // namespace http::transport
