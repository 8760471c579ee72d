// actors/device/trust_table.h: the rows of one kind in memory, found by id and by what they claim.
#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace device {
/// `Row` has an id. Mirrors committed and open writes: whoever answers from it names the row's key
/// to the transaction.
template <class Row>
class TrustTable {
 public:
  using ClaimOf = std::optional<std::string> (*)(const Row&);
  explicit TrustTable(ClaimOf claim_of) : claim_of_(claim_of) {}

  /// Null when there is none.
  const Row* find(const std::string& id) const {
    const auto found = rows_.find(id);
    return found == rows_.end() ? nullptr : &found->second;
  }
  /// The id of a row other than `id` that makes this claim; nothing when nobody does.
  std::optional<std::string> holder(const std::string& claim, const std::string& id) const {
    const auto [first, last] = by_claim_.equal_range(claim);
    for (auto at = first; at != last; ++at) {
      if (at->second != id) return at->second;
    }
    return std::nullopt;
  }
  void put(Row row) {
    if (const auto before = rows_.find(row.id); before != rows_.end()) unclaim(before->second);
    if (auto claim = claim_of_(row)) by_claim_.emplace(*std::move(claim), row.id);
    std::string id = row.id;
    rows_.insert_or_assign(std::move(id), std::move(row));
  }
  void clear() {
    rows_.clear();
    by_claim_.clear();
  }
  size_t size() const { return rows_.size(); }

 private:
  void unclaim(const Row& row) {
    const auto claim = claim_of_(row);
    if (!claim) return;
    const auto [first, last] = by_claim_.equal_range(*claim);
    for (auto at = first; at != last; ++at) {
      if (at->second != row.id) continue;
      by_claim_.erase(at);
      return;
    }
  }

  ClaimOf claim_of_;
  std::unordered_map<std::string, Row> rows_;
  std::unordered_multimap<std::string, std::string> by_claim_;
};
}  // namespace device
