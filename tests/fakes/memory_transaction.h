// tests/fakes/memory_transaction.h: a store::Transaction in a map, which can be told to fail.
#pragma once
#include <map>

#include "store/transaction.h"

/// Copy `entries` to keep what is "on disk" at a moment, and start another one from the copy: that
/// is a crash and a restart.
class MemoryTransaction final : public store::Transaction {
 public:
  using Entries = std::map<std::string, std::string, std::less<>>;

  MemoryTransaction() = default;
  explicit MemoryTransaction(Entries kept) : entries(std::move(kept)) {}

  store::Read<std::optional<std::string>> get(std::string_view key) override {
    ++reads;
    if (is_failing()) return *fail_reads;
    const auto found = entries.find(key);
    if (found == entries.end()) return std::optional<std::string>{};
    return std::optional<std::string>{found->second};
  }
  void wait_for(std::string_view key) override { waited_for = key; }
  bool is_uncommitted(std::string_view key) const override { return entries.contains(key); }
  void put(std::string_view key, std::string_view value) override {
    ++writes;
    entries.insert_or_assign(std::string{key}, std::string{value});
  }
  void erase(std::string_view key) override {
    ++writes;
    entries.erase(std::string{key});
  }
  void erase_range(std::string_view first, std::string_view end) override {
    ++writes;
    entries.erase(entries.lower_bound(first), entries.lower_bound(end));
  }
  bool wrote() const override { return writes > 0; }
  void put_beside(store::Service service, std::string_view key, std::string_view value) override {
    ++writes;
    beside[service].insert_or_assign(std::string{key}, std::string{value});
  }
  store::Read<size_t> scan(
      std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view, std::string_view)>& visit) override {
    ++reads;
    if (is_failing()) return *fail_reads;
    size_t visited = 0;
    for (auto at = entries.lower_bound(from.empty() ? prefix : from); at != entries.end(); ++at) {
      if (!at->first.starts_with(prefix)) break;
      ++visited;
      if (!visit(at->first, at->second)) break;
    }
    return visited;
  }

  Entries entries;
  std::map<store::Service, Entries> beside;  ///< what put_beside wrote
  std::optional<store::Errc> fail_reads;     ///< set: reads fail with it
  size_t reads_before_failing = 0;           ///< so many reads still succeed
  size_t reads = 0;
  std::string waited_for;  ///< the last key that wait_for named
  size_t writes = 0;

 private:
  bool is_failing() {
    if (!fail_reads) return false;
    if (reads_before_failing == 0) return true;
    --reads_before_failing;
    return false;
  }
};
