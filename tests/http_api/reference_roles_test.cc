// tests/http_api/reference_roles_test.cc: the reference's role lists, asked for and not (DECISIONS
// 29).
#include "http/reference_roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/route_table.h"

namespace http {
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::SizeIs;

constexpr const char* license_roles = "mosip.role.keymanager.postlicensegenerate";
constexpr const char* on = "idkernel.auth.reference-roles=true";

std::vector<std::string> role_properties() {
  std::vector<std::string> out;
  for (const Route& route : routes()) {
    if (route.access.roles_property != nullptr) out.emplace_back(route.access.roles_property);
  }
  return out;
}

TEST(ReferenceRoles, AnyoneWithAPhoneUsesNoKeysByDefault) {
  const config::Config config;
  for (const std::string& property : role_properties()) {
    if (reference_roles(property).empty()) continue;
    EXPECT_THAT(roles_of(config, property), Not(Contains("INDIVIDUAL"))) << property;
    EXPECT_THAT(roles_of(config, property), Not(Contains("RESIDENT"))) << property;
  }
  EXPECT_THAT(reference_role_warnings(config), IsEmpty());
}
TEST(ReferenceRoles, AskedForTheyReplaceDefaultsAndWarn) {
  const auto loaded = config::load({.sets = {on}});
  for (const std::string& property : role_properties()) {
    if (reference_roles(property).empty()) continue;
    EXPECT_THAT(roles_of(loaded.config, property), Contains("RESIDENT")) << property;
  }
  EXPECT_EQ(roles_of(loaded.config, "idkernel.role.uin"),
            roles_of(config::Config{}, "idkernel.role.uin"));
  EXPECT_THAT(roles_of(loaded.config, license_roles), SizeIs(10));
  EXPECT_THAT(reference_role_warnings(loaded.config), ElementsAre(HasSubstr(license_roles)));
}
TEST(ReferenceRoles, WhatAnOperatorSetStands) {
  const auto loaded =
      config::load({.sets = {on, std::string{license_roles} + "=GLOBAL_ADMIN, ZONAL_ADMIN"}});
  EXPECT_THAT(roles_of(loaded.config, license_roles), ElementsAre("GLOBAL_ADMIN", "ZONAL_ADMIN"));
  EXPECT_THAT(reference_role_warnings(loaded.config), ElementsAre(Not(HasSubstr(license_roles))));
}
TEST(ReferenceRoles, ListsOfTheSheets) {
  EXPECT_THAT(reference_roles("mosip.role.keymanager.postuploadotherdomaincertificate"),
              IsSupersetOf({"INDIVIDUAL", "RESIDENT", "KEY_MAKER", "PARTNER_ADMIN"}));
  EXPECT_THAT(reference_roles("mosip.role.kernel.postotpgenerate"),
              ElementsAre("PRE_REGISTRATION_ADMIN", "INDIVIDUAL", "REGISTRATION_ADMIN",
                          "REGISTRATION_SUPERVISOR", "ID_AUTHENTICATION", "AUTH", "RESIDENT",
                          "REGISTRATION_OFFICER"));
  EXPECT_THAT(reference_roles("mosip.role.kernel.postemailsend"), Contains("ZONAL_ADMIN"));
  EXPECT_THAT(reference_roles("idkernel.role.uin"), IsEmpty());
}
}  // namespace http
