// tests/http_api/access_test.cc: deny by default, and what the route table must hold.
#include "http/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "actors/base/config.h"
#include "http/call.h"
#include "http/reply.h"
#include "http/route_table.h"
#include "http/router.h"

namespace http {
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> shipped_roles(std::string_view property) {
  static const config::Config defaults;
  const std::string* value = defaults.find(property);
  return value == nullptr ? std::vector<std::string>{} : config::split_list(*value);
}

void no_handler(const Context&, const Call&, Reply) {}
Route row(Access access) { return {Method::get, "/a/:b", access, no_handler, Errc::internal}; }

/// What the start is refused with.
std::string refusal(Access access, const RolesOf& roles_of) {
  const Route routes[] = {row(access)};
  auth::RoleTable table;
  try {
    resolve_access(routes, roles_of, table);
  } catch (const std::invalid_argument& why) {
    return why.what();
  }
  return "none";
}

TEST(Access, ARowThatNamesNobodyIsRefused) {
  EXPECT_EQ(refusal({}, shipped_roles), "the route table names no access for GET /a/:b");
}

TEST(Access, APropertyWithoutRolesIsRefusedByName) {
  const auto none = [](std::string_view) { return std::vector<std::string>{}; };
  EXPECT_EQ(refusal(roles("idkernel.role.uin"), none),
            "no role may call GET /a/:b: set idkernel.role.uin");
  EXPECT_EQ(refusal(roles("no.such.property"), shipped_roles),
            "no role may call GET /a/:b: set no.such.property");
  EXPECT_EQ(refusal(roles(nullptr), shipped_roles), "no role may call GET /a/:b: set its property");
}

TEST(Access, MoreRoleNamesThanThereAreBitsAreRefused) {
  const auto many = [](std::string_view) {
    std::vector<std::string> names;
    for (size_t i = 0; i <= auth::roles_max; ++i) names.push_back("ROLE_" + std::to_string(i));
    return names;
  };
  EXPECT_THAT(refusal(roles("idkernel.role.uin"), many), HasSubstr("more role names"));
}

TEST(Access, EachKindAdmitsWhomItNames) {
  const Route routes[] = {row(roles("p")), row(any_token), row(open_to_all)};
  auth::RoleTable table;
  const auto access = resolve_access(
      routes, [](std::string_view) { return std::vector<std::string>{"CLERK", "CHIEF"}; }, table);
  ASSERT_EQ(access.size(), 3u);
  const auto held = [&](std::string name) { return table.set_of(std::vector{std::move(name)}); };
  EXPECT_EQ(access[0].kind, Access::Kind::roles);
  EXPECT_TRUE(auth::allows(access[0].roles, held("CLERK")));
  EXPECT_TRUE(auth::allows(access[0].roles, held("CHIEF")));
  EXPECT_FALSE(auth::allows(access[0].roles, held("chief")));
  EXPECT_FALSE(auth::allows(access[0].roles, {}));
  EXPECT_TRUE(auth::allows(access[1].roles, {}));
  EXPECT_EQ(access[2].kind, Access::Kind::open);
  EXPECT_FALSE(auth::allows(access[2].roles, held("CLERK")));  // nothing is asked of it by roles
}

TEST(RouteTable, ResolvesWithTheShippedRolesAndEveryRowNamesWhoMayCall) {
  auth::RoleTable table;
  const auto access = resolve_access(routes(), shipped_roles, table);
  ASSERT_EQ(access.size(), routes().size());
  for (size_t i = 0; i < access.size(); ++i) {
    EXPECT_NE(access[i].kind, Access::Kind::nobody) << routes()[i].path;
    EXPECT_EQ(access[i].kind == Access::Kind::roles, access[i].roles.any_of.any())
        << routes()[i].path;
    EXPECT_FALSE(access[i].roles.any_authenticated && access[i].kind != Access::Kind::any_token)
        << routes()[i].path;
  }
}

TEST(RouteTable, OnlySignInAndTheIssuerAreOpen) {
  for (const Route& route : routes()) {
    const bool open = route.access.kind == Access::Kind::open;
    const bool may_be =
        route.path.starts_with("/v1/authmanager/authenticate/") ||
        route.path.starts_with("/v1/authmanager/authorize/") ||
        route.path == "/v1/authmanager/logout/user" ||
        route.path == "/v1/admin/authorize/admin/validateToken" ||
        route.path.starts_with("/v1/admin/security/authfactors/") ||
        route.path == "/v1/admin/login" || route.path == "/v1/admin/logout" ||
        route.path == "/v1/admin/sendotp" || route.path.ends_with("OTP") ||
        route.path.starts_with("/v1/admin/usermgmt/") || route.path.ends_with("/changepassword") ||
        route.path.ends_with("/resetpassword") || route.path.starts_with("/auth/realms/") ||
        (route.path.starts_with("/preregistration/v1/login/") &&
         !route.path.ends_with("/refreshconfig")) ||
        route.path.starts_with("/.well-known/");
    EXPECT_EQ(open, may_be) << route.path;
  }
}

/// By the end of its path; the OTP manager has short paths too.
bool is_path_of(std::string_view path, std::string_view operation) {
  return path.ends_with("/" + std::string{operation}) ||
         (operation.starts_with("otp/") &&
          path == "/v1/otpmanager" + std::string{operation.substr(3)});
}

TEST(OpenOperations, OpenExactlyTheRowsNamed) {
  for (const OpenableOperation& one : openable_operations()) {
    auth::RoleTable table;
    const auto closed = resolve_access(routes(), shipped_roles, table);
    auto access = closed;
    open_operations(routes(), std::vector{std::string{one.name}}, access);
    size_t opened = 0;
    for (size_t i = 0; i < access.size(); ++i) {
      const bool is_named = is_path_of(routes()[i].path, one.name);
      EXPECT_EQ(access[i].kind, is_named ? Access::Kind::open : closed[i].kind) << routes()[i].path;
      if (is_named) ++opened;
    }
    EXPECT_GT(opened, 0u) << one.name;
  }
}

TEST(OpenOperations, ANameThatIsNoneIsRefused) {
  auth::RoleTable table;
  auto access = resolve_access(routes(), shipped_roles, table);
  for (const char* name : {"generateMasterKey", "generatecsr", "key_csr", ""}) {
    const std::vector<std::string> names{"generateCSR", name};
    EXPECT_THROW(open_operations(routes(), names, access), std::invalid_argument) << name;
  }
}

TEST(RouteTable, RolesOfAServiceMayNotCallAnother) {
  auth::RoleTable table;
  const auto access = resolve_access(routes(), shipped_roles, table);
  for (size_t i = 0; i < access.size(); ++i) {
    if (access[i].kind != Access::Kind::roles) continue;
    const auto names = shipped_roles(routes()[i].access.roles_property);
    for (const char* name : {"REGISTRATION_PROCESSOR", "RESIDENT", "INDIVIDUAL", "ID_REPOSITORY",
                             "ZONAL_ADMIN", "default", "uma_authorization"}) {
      const bool listed = std::find(names.begin(), names.end(), name) != names.end();
      EXPECT_EQ(auth::allows(access[i].roles, table.set_of(std::vector<std::string>{name})), listed)
          << routes()[i].path << ' ' << name;
    }
  }
}

TEST(RouteTable, EveryRowHasAHandlerAPathAndItsOwnPlace) {
  std::set<std::pair<Method, std::string>> seen;
  for (const Route& route : routes()) {
    EXPECT_NE(route.handler, nullptr) << route.path;
    EXPECT_TRUE(route.path.starts_with('/')) << route.path;
    EXPECT_NE(route.method, Method::other) << route.path;
    EXPECT_TRUE(seen.emplace(route.method, std::string{route.path}).second) << route.path;
    // What a silent actor means is a failure of ours, never a success.
    EXPECT_GE(row_of(route.silent).status, 500) << route.path;
  }
  EXPECT_NO_THROW(Router{routes()});  // nor do parameters make two rows mean the same
}

TEST(RouteTable, ABodyThatIsReadHasACodeForABadOne) {
  for (const Route& route : routes()) {
    if (route.body == BodyForm::json || route.body == BodyForm::optional_json) {
      EXPECT_NE(route.bad_body, Errc::internal) << route.path;
    }
  }
}

TEST(RouteTable, ARowIsFoundByItsOwnPath) {
  const Router router{routes()};
  for (size_t i = 0; i < routes().size(); ++i) {
    std::string path{routes()[i].path};
    std::erase(path, ':');
    Match match;
    ASSERT_EQ(router.find(routes()[i].method, path, match), Router::Outcome::found) << path;
    EXPECT_EQ(match.route_index, i) << path;
  }
}

TEST(Access, AListWithoutRolesMayAdmitAnyToken) {
  const Route routes[] = {row(roles_or_any("nothing"))};
  auth::RoleTable table;
  const auto access =
      resolve_access(routes, [](std::string_view) { return std::vector<std::string>{}; }, table);
  EXPECT_TRUE(auth::allows(access.at(0).roles, {}));
  EXPECT_NE(refusal(roles("nothing"), [](std::string_view) { return std::vector<std::string>{}; }),
            "none");
}
}  // namespace http
