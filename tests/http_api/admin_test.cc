// tests/http_api/admin_test.cc: the admin service's words, and its cards.
#include <gtest/gtest.h>

#include "http/admin/admin_fields.h"
#include "http/admin/master_cards.h"

namespace http {
TEST(AdminWords, FaultsOfSignInAreToldInTheServicesOwn) {
  const auto told = [](Errc errc) {
    return in_admin_words({{errc, {}}}, Errc::account_credentials).front().errc;
  };
  EXPECT_EQ(told(Errc::auth_invalid_credentials), Errc::account_credentials);
  EXPECT_EQ(told(Errc::realm_not_found), Errc::admin_invalid_app_id);
  EXPECT_EQ(told(Errc::auth_internal), Errc::admin_internal);
  EXPECT_EQ(told(Errc::overloaded), Errc::overloaded);
}

TEST(MasterCards, InTheOrderOfTheFile) {
  const auto cards =
      MasterCards::read("card.b-x-eng=B\ncard.a-eng=A\ncard.a-fra=\\u00C1\n", {"eng", "deu"})
          .value();
  ASSERT_NE(cards.of("eng"), nullptr);
  EXPECT_EQ(cards.of("eng")->at(0).code, "b-x");
  EXPECT_EQ(cards.of("eng")->at(1).label, "A");
  EXPECT_EQ(cards.of("deu"), nullptr) << "no card";
  EXPECT_EQ(cards.of("fra"), nullptr) << "not a language of ours";
  EXPECT_EQ(cards.first_language(), "eng");
}
TEST(MasterCards, WhatIsNoCardIsRefusedWithItsLine) {
  for (const char* text : {"# one\ntitle-eng=x", "\ncard.-eng=x", "\ncard.eng=x", "\n=x"}) {
    const auto refused = MasterCards::read(text, {"eng"});
    ASSERT_FALSE(refused.ok()) << text;
    EXPECT_TRUE(refused.error().starts_with("line 2")) << refused.error();
  }
}
}  // namespace http
