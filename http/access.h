// http/access.h: which roles each row of the route table asks for, decided once at start. Deny by
// default.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "actors/auth/roles.h"
#include "http/route.h"

namespace http {
/// A row's access with its roles looked up.
struct ResolvedAccess {
  Access::Kind kind = Access::Kind::nobody;
  auth::RouteRoles roles;
};

/// The value of a configuration key: a list of role names.
using RolesOf = std::function<std::vector<std::string>(std::string_view property)>;

/// One entry a row; role names that are new get a bit in `table`. Throws std::invalid_argument,
/// naming the row, when it names nobody or its property lists no role.
std::vector<ResolvedAccess> resolve_access(std::span<const Route> routes, const RolesOf& roles_of,
                                           auth::RoleTable& table);

/// An operation that the seeds call without a token and that changes keys or hands out codes
/// (DECISIONS 3).
struct OpenableOperation {
  std::string_view name;   ///< in idkernel.auth.open-operations
  std::string_view route;  ///< Route::name, shared by its aliases
};
std::span<const OpenableOperation> openable_operations();

/// Opens the rows of the operations named in `names`, at the rate of open endpoints. Throws
/// std::invalid_argument for a name that is none of openable_operations().
void open_operations(std::span<const Route> routes, std::span<const std::string> names,
                     std::vector<ResolvedAccess>& access);
}  // namespace http
