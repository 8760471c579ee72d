// actors/prereg/prid_stock.h: PRIDs that one partition has taken from the generator and not given
// out.
#pragma once
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace prereg {
/// In memory alone: what is here when the process ends is lost, and no number comes twice.
class PridStock {
 public:
  static constexpr uint32_t taken_at_once = 128;
  static constexpr size_t low = 48;

  std::optional<std::string> take() {
    if (prids_.empty()) return std::nullopt;
    std::string prid = std::move(prids_.front());
    prids_.pop_front();
    return prid;
  }
  void add(const std::vector<std::string>& prids) {
    prids_.insert(prids_.end(), prids.begin(), prids.end());
  }
  bool is_empty() const { return prids_.empty(); }
  /// More should be asked for before the last one goes.
  bool is_low() const { return prids_.size() < low; }
  size_t size() const { return prids_.size(); }

 private:
  std::deque<std::string> prids_;
};
}  // namespace prereg
