// tests/sim/ledger.h: what clients were told, and whether an answer may stand beside it.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "actors/base/result.h"
#include "actors/uin/uin_rules.h"

namespace sim {
/// Every check answers what is wrong, or nothing.
class Ledger {
 public:
  using Wrong = std::string;

  Wrong uin_issued(const std::string& uin) {
    const auto [at, is_new] = uins_.emplace(uin, Known{});
    if (!is_new && !at->second.may_be_free) return "UIN " + uin + " was issued twice";
    at->second = {true, false, false};
    ++issues_;
    return {};
  }

  Wrong updated(const std::string& uin, bool assigned, const Result<uin::UpdatedUin>& answer) {
    Known& known = uins_.at(uin);
    if (answer.ok()) {
      if (!known.may_be_issued && !known.may_be_free) return "UIN " + uin + " was updated twice";
      if (assigned) {
        known = {false, true, false};
      } else {
        uins_.erase(uin);
      }
      return {};
    }
    if (answer.error() == Errc::uin_not_issued || answer.error() == Errc::uin_not_found) {
      // Assigned already, or in the pool: both are news only where the ledger was in doubt.
      if (!known.may_be_assigned && !known.may_be_free) return "UIN " + uin + " was lost";
      if (!known.may_be_free) {
        known = {false, true, false};
      } else if (!known.may_be_assigned) {
        uins_.erase(uin);
      } else {
        known.may_be_issued = false;
      }
    }
    return {};
  }

  /// The process went down before an update was answered: it happened or it did not.
  void update_in_doubt(const std::string& uin, bool assigned) {
    Known& known = uins_.at(uin);
    if (!known.may_be_issued) return;
    (assigned ? known.may_be_assigned : known.may_be_free) = true;
  }

  Wrong rid_issued(const std::string& rid) {
    if (!rids_.insert(rid).second) return "RID " + rid + " was issued twice";
    auto& last = last_of_machine_[rid.substr(0, 10)];
    if (rid.substr(10, 5) <= last) return "RID " + rid + " goes back";
    last = rid.substr(10, 5);
    return {};
  }

  /// All UINs that somebody holds or may hold.
  std::vector<std::string> held() const {
    std::vector<std::string> out;
    for (const auto& [uin, known] : uins_) out.push_back(uin);
    return out;
  }
  bool holds(const std::string& uin) const { return uins_.contains(uin); }
  size_t issues() const { return issues_; }
  size_t rids() const { return rids_.size(); }

 private:
  struct Known {
    bool may_be_issued = true;
    bool may_be_assigned = false;
    bool may_be_free = false;  ///< given back, and perhaps issued to somebody who never heard of it
  };
  std::map<std::string, Known> uins_;
  std::set<std::string> rids_;
  std::map<std::string, std::string> last_of_machine_;
  size_t issues_ = 0;
};
}  // namespace sim
