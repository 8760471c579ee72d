// tests/fakes/locked_store.h: a store in memory for actors on several threads.
#pragma once
#include <mutex>

#include "tests/fakes/memory_store.h"

/// A MemoryStore for several threads.
class LockedStore : public store::View, public store::Journal {
 public:
  store::Read<std::optional<std::string>> get(store::Owner owner,
                                              std::string_view key) const override {
    const std::lock_guard lock{mutex_};
    return store_.get(owner, key);
  }
  store::Read<size_t> scan(
      store::Owner owner, std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view, std::string_view)>& visit) const override {
    const std::lock_guard lock{mutex_};
    return store_.scan(owner, prefix, from, visit);
  }
  void write(std::span<const store::Batch> batches) override {
    const std::lock_guard lock{mutex_};
    store_.write(batches);
  }

 private:
  mutable std::mutex mutex_;
  MemoryStore store_;
};
