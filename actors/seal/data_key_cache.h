// actors/seal/data_key_cache.h: the data keys used last, unwrapped. For one thread.
#pragma once
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "crypto/secure_bytes.h"

namespace seal {
class DataKeyCache {
 public:
  /// `keys_max` is at least 1; the key whose use lies furthest back makes room.
  explicit DataKeyCache(size_t keys_max) : keys_max_(std::max<size_t>(keys_max, 1)) {}

  /// The key of this number, or null. Valid until the next call.
  const crypto::SecureBytes* find(uint32_t number) {
    const auto at = std::ranges::find(keys_, number, &Entry::number);
    if (at == keys_.end()) return nullptr;
    std::rotate(keys_.begin(), at, at + 1);
    return &keys_.front().key;
  }
  const crypto::SecureBytes* insert(uint32_t number, crypto::SecureBytes key) {
    if (keys_.size() == keys_max_) keys_.pop_back();
    keys_.insert(keys_.begin(), Entry{number, std::move(key)});
    return &keys_.front().key;
  }
  size_t size() const { return keys_.size(); }

 private:
  struct Entry {
    uint32_t number;
    crypto::SecureBytes key;
  };
  size_t keys_max_;
  std::vector<Entry> keys_;  // The one used last comes first.
};
}  // namespace seal
