// actors/auth/registration_list.h: one partition's registrations that wait for their next step, the
// oldest first: what bounds their number, and what the sweep goes through.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "actors/auth/accounts.h"

namespace auth {
/// How many are on the list. Errors, as of the others: auth_internal.
Result<uint64_t> count_waiting(store::Transaction& tx);
/// What is known of the list in front of the first write: writing it cannot fail then.
struct WaitingList {
  std::string key;         ///< where the user stands, or would
  bool is_listed = false;  ///< whether it does
  uint64_t count = 0;      ///< how many are on the list
};
Result<WaitingList> find_waiting(const std::string& user_key, const User& user,
                                 store::Transaction& tx);
/// Takes the user off, if it is there; answers how many are left.
uint64_t unlist_waiting(const WaitingList& found, store::Transaction& tx);
/// Puts a user on the list of `count` others.
void list_waiting(const std::string& user_key, const User& user, uint64_t count,
                  store::Transaction& tx);

struct LapsedRequest {
  std::string from;      ///< where to go on; empty: at the oldest
  uint64_t look_at = 0;  ///< so many are looked at, at most
};
/// Those of them that have lapsed, with their keys.
struct LapsedPage {
  std::vector<std::string> user_keys;
  std::vector<User> users;
  std::string next;  ///< where to go on; empty: that was the last
};
Result<LapsedPage> find_lapsed(Accounts& accounts, const LapsedRequest& request, UtcTime now,
                               store::Transaction& tx);

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, LapsedRequest& x) {
  return f(x.from, x.look_at);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, LapsedPage& x) {
  return f(x.user_keys, x.users, x.next);
}
}  // namespace auth
