// tests/auth/roles_test.cc: names to bits, and who passes.
#include "actors/auth/roles.h"

#include <gtest/gtest.h>

#include <vector>

namespace auth {
using Names = std::vector<std::string>;

TEST(Roles, AnyRoleOfTheRoutePasses) {
  RoleTable table;
  table.add("GLOBAL_ADMIN");
  table.add("ZONAL_ADMIN");
  table.add("AUTH");
  const RouteRoles route{table.set_of(Names{"GLOBAL_ADMIN", "AUTH"})};
  EXPECT_TRUE(allows(route, table.set_of(Names{"AUTH"})));
  EXPECT_FALSE(allows(route, table.set_of(Names{"ZONAL_ADMIN"})));
  EXPECT_FALSE(allows(route, {}));
}
TEST(Roles, NamesAreCaseSensitiveAndUnknownOnesGrantNothing) {
  RoleTable table;
  table.add("AUTH");
  EXPECT_TRUE(table.set_of(Names{"auth", "SUPER_ADMIN"}).none());
}
TEST(Roles, AnEmptyListAdmitsNobody) {
  RoleSet all;
  all.set();
  EXPECT_FALSE(allows(RouteRoles{}, all));
  EXPECT_TRUE(allows(RouteRoles{{}, true}, {}));
}
TEST(Roles, ANameHasOneBitAndTheTableIsBounded) {
  RoleTable table;
  for (size_t i = 0; i < roles_max; ++i) EXPECT_EQ(table.add("R" + std::to_string(i)), i);
  EXPECT_EQ(table.add("R5"), 5u);
  EXPECT_EQ(table.add("one more"), std::nullopt);
  EXPECT_EQ(table.size(), roles_max);
}
}  // namespace auth
