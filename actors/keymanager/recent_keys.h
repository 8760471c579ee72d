// actors/keymanager/recent_keys.h: opened keys that are kept, the most recently used ones.
#pragma once
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace keymanager {
/// Safe to use from many threads at once. `Key` is cheap to copy.
template <class Key>
class RecentKeys {
 public:
  explicit RecentKeys(size_t keys_max) : keys_max_(keys_max) {}

  std::optional<Key> find(const std::string& id) {
    const std::lock_guard lock{mutex_};
    const auto found = by_id_.find(id);
    if (found == by_id_.end()) return std::nullopt;
    recent_.splice(recent_.begin(), recent_, found->second);
    return found->second->second;
  }

  /// The one unused for longest goes when there are too many.
  void remember(const std::string& id, Key key) {
    const std::lock_guard lock{mutex_};
    if (by_id_.contains(id)) return;
    recent_.emplace_front(id, std::move(key));
    by_id_.emplace(id, recent_.begin());
    if (recent_.size() <= keys_max_) return;
    by_id_.erase(recent_.back().first);
    recent_.pop_back();
  }

 private:
  using Recent = std::list<std::pair<std::string, Key>>;

  const size_t keys_max_;
  std::mutex mutex_;
  Recent recent_;  ///< most recently used first
  std::unordered_map<std::string, typename Recent::iterator> by_id_;
};
}  // namespace keymanager
