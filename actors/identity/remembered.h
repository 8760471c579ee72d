// actors/identity/remembered.h: persons that a repository told of lately. Memory alone, bounded in
// number and time.
#pragma once
#include <chrono>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "actors/base/clock.h"
#include "actors/identity/identity_state.h"

namespace identity {
class Remembered {
 public:
  /// Either zero: nothing is remembered.
  Remembered(size_t entries_max, std::chrono::seconds lifetime)
      : entries_max_(entries_max), lifetime_(lifetime) {}

  std::optional<Found> find(const std::string& uin, UtcTime now) const {
    const auto found = entries_.find(uin);
    if (found == entries_.end() || now >= found->second.until) return std::nullopt;
    return found->second.told;
  }

  void put(const std::string& uin, const Found& told, UtcTime now) {
    if (entries_max_ == 0 || lifetime_.count() == 0) return;
    const UtcTime until = now + lifetime_;
    entries_.insert_or_assign(uin, Entry{told, until});
    line_.push_back({uin, until});
    while (!line_.empty() && (line_.front().until <= now || line_.size() > entries_max_)) drop();
  }

  size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Found told;
    UtcTime until;
  };
  struct Place {
    std::string uin;
    UtcTime until;
  };

  /// The oldest place. Its person may have been told of again since, and then has another.
  void drop() {
    const auto found = entries_.find(line_.front().uin);
    if (found != entries_.end() && found->second.until == line_.front().until)
      entries_.erase(found);
    line_.pop_front();
  }

  const size_t entries_max_;
  const std::chrono::seconds lifetime_;
  std::unordered_map<std::string, Entry> entries_;
  std::deque<Place> line_;  ///< the oldest first
};
}  // namespace identity
