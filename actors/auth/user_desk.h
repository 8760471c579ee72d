// actors/auth/user_desk.h: questions about users that more than one partition answers.
#pragma once
#include <caf/all.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "actors/auth/app_ids.h"
#include "actors/auth/auth_actor.h"
#include "actors/auth/user_key.h"
#include "actors/base/origin.h"
#include "actors/base/random.h"

namespace auth {
/// Users of an application's realm by name.
struct UsersByName {
  std::string app_id;
  std::vector<std::string> user_names;
  audit::Origin by{};
};
/// A page of those that `filter` takes; its realm is the application's. Their order is the store's:
/// arbitrary, and the same from page to page.
struct UsersByFilter {
  std::string app_id;
  UserFilter filter;
  uint64_t skip = 0;
  uint64_t take = 0;
  std::chrono::steady_clock::time_point until;  ///< nobody waits any longer then
  audit::Origin by{};
};
/// User name and salt.
using UserSalts = std::vector<std::pair<std::string, std::string>>;

inline constexpr size_t users_by_name_max = 100;
inline constexpr uint64_t users_per_step = 256;

using named_atom = caf::atom_constant<caf::atom("usr_named")>;
using filter_atom = caf::atom_constant<caf::atom("usr_filter")>;
using salts_atom = caf::atom_constant<caf::atom("usr_salts")>;

/// - usr_named: in the order of the names; unknown names are left out.
/// - usr_filter: errors overloaded when `until` has passed.
/// - usr_salts: the same names with their salts, made and durable where there were none; unknown
///   names are left out.
/// Any: realm_not_found, auth_internal, internal.
using UserDesk =
    caf::typed_actor<caf::replies_to<named_atom, UsersByName>::with<Result<std::vector<User>>>,
                     caf::replies_to<filter_atom, UsersByFilter>::with<Result<std::vector<User>>>,
                     caf::replies_to<salts_atom, UsersByName>::with<Result<UserSalts>>>;

struct UserDeskConfig {
  AppIds apps = AppIds::defaults();
  std::shared_ptr<const seal::IndexKey> index_key;
  std::vector<Actor> partitions;
  std::shared_ptr<Random> random;  ///< this actor's own; salts come from it
};

/// For spawn. It keeps nothing and reads partitions one after another, a few hundred users a step,
/// so that sign-ins get their turn in between.
UserDesk::behavior_type user_desk(UserDesk::pointer self, UserDeskConfig config);
}  // namespace auth

// They hold names or addresses and never leave the process.
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::UsersByName)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(auth::UsersByFilter)
