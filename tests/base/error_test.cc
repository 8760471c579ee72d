// tests/base/error_test.cc: the error table is whole, and texts take their arguments.
#include "actors/base/error.h"

#include <gtest/gtest.h>

#include <set>

#include "actors/base/result.h"

namespace {
TEST(ErrorTable, EveryRowStandsAtItsOwnNumber) {
  for (size_t i = 0; i < error_rows().size(); ++i) {
    EXPECT_EQ(static_cast<size_t>(error_rows()[i].errc), i) << error_rows()[i].name;
    EXPECT_EQ(row_of(error_rows()[i].errc).name, error_rows()[i].name);
  }
}

TEST(ErrorTable, NamesDifferAndNothingIsEmpty) {
  std::set<std::string_view> names;
  for (const ErrorRow& row : error_rows()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_FALSE(row.code.empty()) << row.name;
    EXPECT_FALSE(row.text.empty()) << row.name;
    EXPECT_TRUE(row.status == 200 || (row.status >= 400 && row.status < 600)) << row.name;
  }
}

TEST(ErrorTable, OurOwnCodesAreUniqueAndCarryTheirStatus) {
  std::set<std::string_view> codes;
  for (const ErrorRow& row : error_rows()) {
    if (!row.code.starts_with("IDK-")) continue;
    EXPECT_TRUE(codes.insert(row.code).second) << row.code;
  }
  EXPECT_EQ(row_of(Errc::unauthenticated).code, "KER-ATH-401");
  EXPECT_EQ(row_of(Errc::unauthenticated).status, 401);
  EXPECT_EQ(row_of(Errc::unauthenticated).text, "Authentication Failed");
  EXPECT_EQ(row_of(Errc::forbidden).code, "KER-ATH-403");
  EXPECT_EQ(row_of(Errc::forbidden).status, 403);
}

TEST(ErrorTable, EveryPlaceOfATextIsFilled) {
  for (const ErrorRow& row : error_rows()) {
    const std::string text = text_of({row.errc, {"<0>", "<1>", "<2>", "<3>"}});
    EXPECT_EQ(text.find('{'), std::string::npos) << row.name << ": " << row.text;
    EXPECT_EQ(text.find("<0>") != std::string::npos, row.text.find("{0}") != row.text.npos) << text;
  }
}

TEST(Filled, PutsArgumentsInTheirPlaces) {
  EXPECT_EQ(filled("Realm not found:: {0}", {"abc"}), "Realm not found:: abc");
  EXPECT_EQ(filled("{1} before {0}{0}", {"a", "b"}), "b before aa");
  EXPECT_EQ(filled("none: {0}.", {}), "none: .");
  EXPECT_EQ(filled("{0}", {"{1}", "never"}), "{1}");
}

TEST(Filled, LeavesOtherBracesAlone) {
  for (const char* text : {"{", "}", "{}", "{a}", "{0", "{0a}", "{-1}", "a {b} c"}) {
    EXPECT_EQ(filled(text, {"x"}), text);
  }
}

TEST(TextOf, LeavesARowWithoutPlacesAlone) {
  EXPECT_EQ(text_of({Errc::not_found, {"unused"}}), "Not Found");
  EXPECT_EQ(text_of({Errc::not_found, {}}), "Not Found");
}

TEST(Result, HoldsAValueOrFaults) {
  const Result<int> good{7};
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(good.value(), 7);
  const Result<int> bad{Faults{{Errc::not_found, {"a"}}, {Errc::forbidden, {}}}};
  EXPECT_FALSE(bad.ok());
  EXPECT_EQ(bad.error(), Errc::not_found);
  EXPECT_EQ(bad.faults().size(), 2u);
}

TEST(Result, NobodyMistakesAnEmptyOneForSuccess) {
  EXPECT_FALSE(Result<std::string>{}.ok());
  EXPECT_EQ(Result<std::string>{}.error(), Errc::internal);
}
}  // namespace
