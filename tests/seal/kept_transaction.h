// tests/seal/kept_transaction.h: a transaction over a map, which can be told to fail or forget.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "store/transaction.h"

namespace seal {
class KeptTransaction final : public store::Transaction {
 public:
  store::Read<std::optional<std::string>> get(std::string_view key) override {
    ++reads;
    if (fail_reads) return *fail_reads;
    const auto at = kept.find(key);
    if (at == kept.end()) return std::optional<std::string>{};
    return std::optional{at->second};
  }
  void wait_for(std::string_view) override {}
  bool is_uncommitted(std::string_view key) const override {
    return !committed && kept.contains(key);
  }
  void put(std::string_view key, std::string_view value) override {
    ++puts;
    kept.insert_or_assign(std::string(key), std::string(value));
  }
  void erase(std::string_view key) override { kept.erase(std::string(key)); }
  void erase_range(std::string_view first, std::string_view end) override {
    kept.erase(kept.lower_bound(first), kept.lower_bound(end));
  }
  void put_beside(store::Service, std::string_view, std::string_view) override {}
  bool wrote() const override { return puts > 0; }
  store::Read<size_t> scan(
      std::string_view prefix, std::string_view from,
      const std::function<bool(std::string_view, std::string_view)>& visit) override {
    if (fail_reads) return *fail_reads;
    size_t visited = 0;
    for (auto at = kept.lower_bound(std::max(prefix, from)); at != kept.end(); ++at) {
      if (!at->first.starts_with(prefix)) break;
      ++visited;
      if (!visit(at->first, at->second)) break;
    }
    return visited;
  }

  std::map<std::string, std::string, std::less<>> kept;
  bool committed = false;  ///< what is in `kept` can no longer be given up
  std::optional<store::Errc> fail_reads;
  int reads = 0;
  int puts = 0;
};
}  // namespace seal
