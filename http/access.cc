// http/access.cc: refusing to start beats serving an endpoint that nobody thought about.
#include "http/access.h"

#include <algorithm>
#include <stdexcept>

#include "http/router.h"

namespace http {
namespace {
std::string row_name(const Route& route) {
  return std::string{name_of(route.method)} + ' ' + std::string{route.path};
}

auth::RouteRoles roles_of_row(const Route& route, const RolesOf& roles_of, auth::RoleTable& table) {
  const char* property = route.access.roles_property;
  const auto names = property == nullptr ? std::vector<std::string>{} : roles_of(property);
  if (names.empty() && route.access.any_if_none) return {{}, true};
  if (names.empty()) {
    throw std::invalid_argument("no role may call " + row_name(route) + ": set " +
                                (property == nullptr ? "its property" : property));
  }
  for (const std::string& name : names) {
    if (!table.add(name)) throw std::invalid_argument("more role names than the server can hold");
  }
  return {table.set_of(names), false};
}

constexpr OpenableOperation openable[] = {
    {"generateCSR", "key_csr"},
    {"uploadCertificate", "key_upload"},
    {"uploadOtherDomainCertificate", "key_upload_other_domain"},
    {"otp/generate", "otp_generate"},
    {"otp/validate", "otp_validate"},
    {"refreshconfig", "prereg_refresh_config"},
};

std::string openable_names() {
  std::string out;
  for (const OpenableOperation& one : openable)
    out.append(out.empty() ? "" : ", ").append(one.name);
  return out;
}

const OpenableOperation& openable_named(const std::string& name) {
  const auto* found = std::ranges::find(openable, name, &OpenableOperation::name);
  if (found != std::end(openable)) return *found;
  throw std::invalid_argument("idkernel.auth.open-operations=" + name +
                              " is no operation that may be opened; allowed: " + openable_names());
}
}  // namespace

std::span<const OpenableOperation> openable_operations() { return openable; }

void open_operations(std::span<const Route> routes, std::span<const std::string> names,
                     std::vector<ResolvedAccess>& access) {
  for (const std::string& name : names) {
    const OpenableOperation& operation = openable_named(name);
    for (size_t i = 0; i < routes.size(); ++i)
      if (routes[i].name != nullptr && routes[i].name == operation.route)
        access[i] = {Access::Kind::open, {}};
  }
}

std::vector<ResolvedAccess> resolve_access(std::span<const Route> routes, const RolesOf& roles_of,
                                           auth::RoleTable& table) {
  std::vector<ResolvedAccess> out;
  for (const Route& route : routes) {
    ResolvedAccess access{route.access.kind, {}};
    switch (route.access.kind) {
      case Access::Kind::nobody:
        throw std::invalid_argument("the route table names no access for " + row_name(route));
      case Access::Kind::roles:
        access.roles = roles_of_row(route, roles_of, table);
        break;
      case Access::Kind::any_token:
        access.roles.any_authenticated = true;
        break;
      case Access::Kind::open:
        break;
    }
    out.push_back(access);
  }
  return out;
}
}  // namespace http
