// actors/keymanager/key_board.h: where the ring of keys is published.
#pragma once
#include <memory>
#include <mutex>
#include <utility>

#include "actors/keymanager/key_ring.h"

namespace keymanager {
/// Written by the key manager's actor when a change is durable, before the change is answered.
/// Safe from any thread.
class KeyBoard {
 public:
  explicit KeyBoard(KeyRingPtr first) : ring_(std::move(first)) {}

  /// Never null.
  KeyRingPtr ring() const {
    const std::lock_guard lock{mutex_};
    return ring_;
  }
  void publish(KeyRingPtr ring) {
    const std::lock_guard lock{mutex_};
    ring_.swap(ring);
  }

 private:
  mutable std::mutex mutex_;
  KeyRingPtr ring_;
};
}  // namespace keymanager
