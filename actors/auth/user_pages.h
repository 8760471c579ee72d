// actors/auth/user_pages.h: finding users by what they are, a bounded page at a time.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/records.h"
#include "actors/base/origin.h"

namespace auth {
/// Which users of a realm are looked for (auth sheet 9). Empty texts ask for nothing; the others
/// must be parts of the field, whatever their case, and a role must be held. `search` may be part
/// of any of name, first and last name and e-mail address.
struct UserFilter {
  std::string realm;
  std::string role;
  std::string user_name;
  std::string email;
  std::string first_name;
  std::string last_name;
  std::string search;

  /// Users that have not finished their registration are nobody's yet and never match.
  bool takes(const User& user) const;
};

/// One step through a partition's users.
struct UserPageRequest {
  UserFilter filter;
  std::string from;      ///< the key to go on with; empty: the first
  uint64_t skip = 0;     ///< so many matches are passed over
  uint64_t take = 0;     ///< so many are answered at most
  uint64_t look_at = 0;  ///< so many users are looked at, at most
  audit::Origin by{};
};
struct UserPage {
  std::vector<User> users;
  uint64_t skipped = 0;
  std::string next;  ///< where to go on; empty: that was the last
};

/// The users of some keys of one partition, by place in the request; one without a name: there is
/// no such user, or it has not finished its registration.
struct FoundUsers {
  std::vector<User> users;
};
/// A salt for each key, made of `fresh` where there was none: `fresh` has one for each key.
struct SaltRequest {
  std::vector<std::string> user_keys;
  std::vector<std::string> fresh;
  audit::Origin by{};
};
/// By place in the request; empty: there is no such user.
struct FoundSalts {
  std::vector<std::string> salts;
};
inline constexpr size_t sync_salt_bytes = 16;

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UserFilter& x) {
  return f(x.realm, x.role, x.user_name, x.email, x.first_name, x.last_name, x.search);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UserPageRequest& x) {
  return f(x.filter, x.from, x.skip, x.take, x.look_at, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, UserPage& x) {
  return f(x.users, x.skipped, x.next);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, FoundUsers& x) {
  return f(x.users);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, SaltRequest& x) {
  return f(x.user_keys, x.fresh, x.by);
}
template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, FoundSalts& x) {
  return f(x.salts);
}
}  // namespace auth
