// actors/auth/attempts.h: the password checks that are on their way, counted before they run.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace auth {
/// A reservation per check in flight, in memory alone: after a crash no check is in flight.
class Attempts {
 public:
  /// A check that has not been settled by then is not coming back; its reservation ends.
  static constexpr int64_t seconds_max = 60;
  /// Of one partition, all users together.
  static constexpr size_t count_max = 4096;

  /// How many checks of this user are in flight at `now`.
  uint32_t in_flight(const std::string& user_key, int64_t now) {
    const auto found = users_.find(user_key);
    if (found == users_.end()) return 0;
    drop_late(found->second, now);
    const size_t alive = found->second.size();
    if (alive == 0) users_.erase(found);
    return static_cast<uint32_t>(alive);
  }

  /// The number of a new reservation; 0 when count_max are in flight.
  uint64_t reserve(const std::string& user_key, int64_t now) {
    if (count_ >= count_max) drop_all_late(now);
    if (count_ >= count_max) return 0;
    users_[user_key].push_back({++last_, now + seconds_max});
    ++count_;
    return last_;
  }

  /// Ends a reservation. False when there is none any more: the check took too long to count.
  bool settle(const std::string& user_key, uint64_t number) {
    const auto found = users_.find(user_key);
    if (found == users_.end()) return false;
    const size_t ended =
        std::erase_if(found->second, [&](const Attempt& a) { return a.number == number; });
    count_ -= ended;
    if (found->second.empty()) users_.erase(found);
    return ended == 1;
  }

  size_t size() const { return count_; }

 private:
  struct Attempt {
    uint64_t number;
    int64_t deadline;
  };

  void drop_late(std::vector<Attempt>& attempts, int64_t now) {
    count_ -= std::erase_if(attempts, [&](const Attempt& a) { return a.deadline <= now; });
  }
  void drop_all_late(int64_t now) {
    for (auto& [user_key, attempts] : users_) drop_late(attempts, now);
    std::erase_if(users_, [](const auto& entry) { return entry.second.empty(); });
  }

  std::unordered_map<std::string, std::vector<Attempt>> users_;
  size_t count_ = 0;
  uint64_t last_ = 0;
};
}  // namespace auth
