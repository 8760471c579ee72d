// actors/auth/roles.h: role names as bits, so that a route's check is one AND.
#pragma once
#include <bitset>
#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace auth {
inline constexpr size_t roles_max = 128;
using RoleSet = std::bitset<roles_max>;

/// The names that some route or rule of this server mentions, fixed before the listener opens.
/// A role name that is not here grants nothing (auth sheet 8.4).
class RoleTable {
 public:
  /// Gives `name` a bit, or finds the one it has. Nothing when all roles_max bits are taken: the
  /// start must then be refused.
  std::optional<size_t> add(std::string_view name);

  /// The bits of the known names; unknown names match nothing. Names are case-sensitive (sheet
  /// 4.2).
  RoleSet set_of(std::span<const std::string> names) const;

  size_t size() const { return bits_.size(); }
  /// In alphabetical order.
  std::vector<std::string> names() const;

 private:
  std::map<std::string, size_t, std::less<>> bits_;
};

/// What a route asks for: any of these roles, or just any valid token. Two fields, so that a list
/// that a configuration left empty admits nobody instead of everybody.
struct RouteRoles {
  RoleSet any_of;
  bool any_authenticated = false;
};

/// True when a caller who holds `held` may pass (sheet 4.2: any of the route's roles).
inline bool allows(const RouteRoles& route, const RoleSet& held) {
  return route.any_authenticated || (route.any_of & held).any();
}
}  // namespace auth
