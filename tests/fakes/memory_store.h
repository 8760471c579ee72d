// tests/fakes/memory_store.h: a store in a std::map, which can be told to fail its reads.
#pragma once
#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "store/journal.h"
#include "store/view.h"

/// View and Journal over one map with full keys. For one thread.
class MemoryStore : public store::View, public store::Journal {
 public:
  std::map<std::string, std::string> entries;
  std::optional<store::Errc> fail_reads;
  std::vector<size_t> writes;  ///< how many batches each call of write() carried

  store::Read<std::optional<std::string>> get(store::Owner owner,
                                              std::string_view key) const override {
    if (fail_reads) return *fail_reads;
    const auto found = entries.find(store::key_prefix(owner) + std::string{key});
    if (found == entries.end()) return std::optional<std::string>{};
    return std::optional{found->second};
  }

  store::Read<size_t> scan(
      store::Owner owner, std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view, std::string_view)>& visit) const override {
    if (fail_reads) return *fail_reads;
    const std::string start = store::key_prefix(owner) + std::string{prefix};
    size_t visited = 0;
    const auto first = std::max(start, store::key_prefix(owner) + std::string{from});
    for (auto at = entries.lower_bound(first); at != entries.end(); ++at) {
      if (!at->first.starts_with(start)) break;
      ++visited;
      if (!visit(std::string_view{at->first}.substr(3), at->second)) break;
    }
    return visited;
  }

  void write(std::span<const store::Batch> batches) override {
    writes.push_back(batches.size());
    for (const store::Batch& batch : batches) apply(batch);
  }

  void apply(const store::Batch& batch) {
    batch.replay(
        [&](store::Owner owner, std::string_view key, std::string_view value) {
          entries[store::key_prefix(owner) + std::string{key}] = std::string{value};
        },
        [&](std::string_view key) {
          entries.erase(store::key_prefix(batch.owner()) + std::string{key});
        },
        [&](std::string_view first, std::string_view end) {
          const std::string front = store::key_prefix(batch.owner());
          entries.erase(entries.lower_bound(front + std::string{first}),
                        entries.lower_bound(front + std::string{end}));
        });
  }
};
