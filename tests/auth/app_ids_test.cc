// tests/auth/app_ids_test.cc: the realm map (auth sheet 5.2).
#include "actors/auth/app_ids.h"

#include <gtest/gtest.h>

namespace auth {
TEST(AppIds, EveryIdOfTheSeedIsKnownInAnyCase) {
  const auto apps = AppIds::defaults();
  for (const char* id : {"preregistration", "registrationclient", "registrationprocessor", "ida",
                         "admin", "resident", "ADMIN", "Ida", "prereg", "REGPROC", "partner"}) {
    EXPECT_EQ(apps.find(id).value().realm, "mosip") << id;
  }
  EXPECT_EQ(apps.find("PREREG").value().app_ids.front(), "preregistration");
  EXPECT_EQ(apps.find("admin").value().default_client, "mosip-admin-client");
  EXPECT_EQ(apps.find("regproc").value().default_client, "mosip-regproc-client");
}
TEST(AppIds, AnUnknownIdIsNamedAsSent) {
  const auto found = AppIds::defaults().find("Admin11");
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(row_of(found.error()).code, "KER-ATH-026");
  EXPECT_EQ(text_of(found.faults().front()), "Realm not found:: Admin11");
  EXPECT_FALSE(AppIds::defaults().find("").ok());
}
TEST(AppIds, AMapMayNameTheAlias) {
  const AppIds apps{*parse_text_map("{prereg:'preregistration',ida:'mosip'}"), {}};
  EXPECT_EQ(apps.find("prereg").value().realm, "preregistration");
  EXPECT_FALSE(apps.find("preregistration").ok());
  EXPECT_TRUE(apps.knows_realm("preregistration"));
  EXPECT_FALSE(apps.knows_realm("ida"));
  EXPECT_EQ(apps.realms(), (std::vector<std::string>{"mosip", "preregistration"}));
}
TEST(AppIds, ARealmsOwnLoginsCountForAnyOfItsApplications) {
  const AppIds apps{*parse_text_map("{admin:'mosip',Prereg:'mosip',ida:'auth'}"), {}};
  EXPECT_EQ(apps.of_realm("mosip").value().app_ids,
            (std::vector<std::string>{"admin", "preregistration"}));
  EXPECT_EQ(apps.of_realm("auth").value().app_ids, std::vector<std::string>{"ida"});
  EXPECT_EQ(apps.of_realm("auth").value().realm, "auth");
  EXPECT_EQ(apps.of_realm("elsewhere").error(), Errc::realm_not_found);
  EXPECT_EQ(apps.of_realm("").error(), Errc::realm_not_found);
}
TEST(AppIds, OneFormForAnId) {
  EXPECT_EQ(app_id_of("PreReg"), "preregistration");
  EXPECT_EQ(app_id_of("REGPROC"), "registrationprocessor");
  EXPECT_EQ(app_id_of("Ida"), "ida");
}
TEST(AppIds, TextsOfAnotherFormAreNoMap) {
  EXPECT_EQ(parse_text_map("Admin : 'mosip' , ida:mosip")->at("admin"), "mosip");
  EXPECT_TRUE(parse_text_map("{}")->empty());
  for (const char* text : {"{a:'b'", "a:'b'}", "a", "a:", ":b", "a:b,a:c", "a:b,,c:d"}) {
    EXPECT_FALSE(parse_text_map(text)) << text;
  }
}
}  // namespace auth
