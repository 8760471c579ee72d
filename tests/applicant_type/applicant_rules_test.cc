// tests/applicant_type/applicant_rules_test.cc: the truth table of the sheet over the shipped
// table, ages at their borders, and what is refused.
#include "actors/applicant_type/applicant_rules.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/vectors/vectors.h"

namespace applicant_type {
namespace {
using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;
const year_month_day today{year{2026}, month{3}, day{1}};
const UtcTime noon = sys_days{today} + std::chrono::hours{12};

Table shipped() {
  std::ifstream in{APPLICANT_TYPE_TABLE};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  auto table = Table::read(text);
  EXPECT_TRUE(table.ok()) << (table.ok() ? "" : table.error());
  return table.ok() ? table.value() : Table{};
}
const Table& table() {
  static const Table one = shipped();
  return one;
}

/// A day of birth of somebody of the group, on the day of `noon`.
std::string born_in(std::string_view group, char dash) {
  const int years = group == "INFANT" ? 3 : group == "MINOR" ? 10 : 40;
  const std::string text = std::to_string(2026 - years) + "-03-01";
  std::string out = text;
  std::replace(out.begin(), out.end(), '-', dash);
  return out;
}

Question question(std::string residence = "FR", std::string gender = "MLE",
                  std::string birth = "1992-01-01T10:00:00.000Z", std::string flag = "false") {
  return {std::move(residence), std::move(gender), std::move(birth), std::move(flag), "eng"};
}
Result<std::string> asked(const Question& question) {
  return code_of(table(), question, true, noon);
}
std::string code(const Question& question) {
  const auto answer = asked(question);
  return answer.ok() ? answer.value() : std::string{row_of(answer.error()).name};
}
std::string script(const ScriptQuestion& question) {
  const auto answer = script_code_of(table(), question, noon);
  return answer.ok() ? answer.value() : std::string{row_of(answer.error()).name};
}

TEST(ApplicantType, EveryRowOfTheTruthTable) {
  size_t rows = 0;
  for (const auto row : ids_vectors()["applicant_type"].get_array()) {
    const auto residence = text_of(row["individualTypeCode"]);
    const auto gender = text_of(row["genderCode"]);
    const auto group = text_of(row["ageGroup"]);
    const std::string flag = row["bioFlag"].get_bool().value() ? "true" : "false";
    const std::string birth = born_in(group, '-') + "T00:00:00.000Z";
    EXPECT_EQ(code(question(residence, gender, birth, flag)), text_of(row["code"]))
        << residence << gender << group << flag;
    EXPECT_EQ(script({residence, gender, born_in(group, '/'), flag}),
              text_of(row["reference_script_code"]))
        << residence << gender << group << flag;
    ++rows;
  }
  EXPECT_EQ(rows, 36u);
}

TEST(ApplicantType, AgesAtTheirBorders) {
  for (const auto row : ids_vectors()["applicant_type_age"].get_array()) {
    ASSERT_EQ(text_of(row["today_utc"]), "2026-03-01");
    const std::string born = text_of(row["dob"]);
    UtcTime birth{};
    ASSERT_TRUE(parse_iso_utc(born + "T00:00:00.000Z", birth));
    const int years = years_between(year_month_day{std::chrono::floor<days>(birth)}, today);
    EXPECT_EQ(years, row["years"].get_int64().value()) << born;
    EXPECT_EQ(table().age_group_of(years), text_of(row["group"])) << born;
  }
}

TEST(ApplicantType, ALeapDayIsCelebratedOnTheFirstOfMarch) {
  const year_month_day leap{year{2000}, month{2}, day{29}};
  EXPECT_EQ(years_between(leap, {year{2026}, month{2}, day{28}}), 25);
  EXPECT_EQ(years_between(leap, {year{2026}, month{3}, day{1}}), 26);
  EXPECT_EQ(years_between(leap, {year{2028}, month{2}, day{29}}), 28);
}

TEST(ApplicantType, AliasesOfTheSeed) {
  EXPECT_EQ(code(question("INDTYP_002", "ML", "2008-10-04T05:00:00.000Z")), "004");
  EXPECT_EQ(code(question("INDTYP_001", "FML", "2008-10-04T05:00:00.000Z", "true")), "014");
}

TEST(ApplicantType, WhatTheTableDoesNotHave) {
  EXPECT_EQ(code(question("XX")), "applicant_type_unknown");
  EXPECT_EQ(code(question("FR", "male")), "applicant_type_unknown");
  EXPECT_EQ(code(question("FR", "MLE", "1825-03-01T00:00:00.000Z")), "applicant_type_unknown");
}

TEST(ApplicantType, WhatCannotBeRead) {
  constexpr auto invalid = "applicant_type_invalid";
  EXPECT_EQ(code(question("")), invalid);
  EXPECT_EQ(code(question("FR", "")), invalid);
  Question silent = question();
  silent.language.clear();
  EXPECT_EQ(code(silent), invalid);
  EXPECT_EQ(code_of(table(), silent, false, noon).value(), "002");
  for (const char* birth :
       {"", "1992-01-01", "1992-01-01 10:00:00.000Z", "1992-13-01T10:00:00.000Z",
        "1992-01-01T10:00:00.000", "1992-01-01T10:00:00.Z", "1992-01-01T10:00:00.0123456789Z",
        "1992-01-01T10:00:00.00aZ", "2026-03-01T12:00:00.001Z", "Z"})
    EXPECT_EQ(code(question("FR", "MLE", birth)), invalid) << birth;
  for (const char* birth :
       {"1992-01-01T10:00:00Z", "1992-01-01T10:00:00.1Z", "1992-01-01T10:00:00.123456789Z"})
    EXPECT_EQ(code(question("FR", "MLE", birth)), "002") << birth;
  EXPECT_EQ(code(question("FR", "MLE", "2026-03-01T12:00:00.000Z")), "001");
  EXPECT_EQ(code(question("FR", "MLE", "1992-01-01T10:00:00.000Z", "yes")), invalid);
  EXPECT_EQ(code(question("FR", "MLE", "1992-01-01T10:00:00.000Z", "TRUE")), "010");
  EXPECT_EQ(code(question("FR", "MLE", "1992-01-01T10:00:00.000Z", "")), "002");
}

TEST(ApplicantType, TheScriptsOwnAnswers) {
  EXPECT_EQ(script({"FR", "MLE", "2026/03/02", ""}), "applicant_type_future");
  EXPECT_EQ(script({"FR", "MLE", "2026/03/01", ""}), "001");
  EXPECT_EQ(script({"XX", "MLE", "1990/01/01", ""}), "000");
  const ScriptQuestion unanswerable[] = {{"", "MLE", "1990/01/01", ""},
                                         {"FR", "", "1990/01/01", ""},
                                         {"FR", "MLE", "", ""},
                                         {"FR", "MLE", "1990-01-01", ""},
                                         {"FR", "MLE", "1990/02/30", ""},
                                         {"FR", "MLE", "1700/01/01", ""},
                                         {"FR", "MLE", "1990/01/01", "perhaps"}};
  for (ScriptQuestion question : unanswerable) {
    EXPECT_EQ(script(question), "applicant_type_query") << question.birth;
    question.is_update = true;
    EXPECT_EQ(script(question), "000") << question.birth;
  }
}
}  // namespace
}  // namespace applicant_type
