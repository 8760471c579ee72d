// tests/applicant_type/applicant_table_test.cc: each mistake in a table, named by line and reason.
#include "actors/applicant_type/applicant_table.h"

#include <gtest/gtest.h>

namespace applicant_type {
namespace {
const std::string good =
    "age CHILD 0 5\n"
    "age ADULT 6 200  # everybody else\n"
    "\n"
    "gender-alias ML MLE\n"
    "residence-alias LOCAL NFR\n"
    "type NFR MLE CHILD false 001 001\n"
    "type NFR MLE CHILD true 002 002\n"
    "type NFR MLE ADULT false 003 003\n"
    "type NFR MLE ADULT true 004 X4\n";

std::string fault_of(const std::string& text) {
  const auto table = Table::read(text);
  return table.ok() ? "" : table.error();
}
std::string replaced(const std::string& what, const std::string& by) {
  std::string text = good;
  return text.replace(text.find(what), what.size(), by);
}

TEST(ApplicantTable, AGoodOneAnswers) {
  const auto table = Table::read(good);
  ASSERT_TRUE(table.ok()) << table.error();
  EXPECT_EQ(table.value().age_group_of(5), "CHILD");
  EXPECT_EQ(table.value().age_group_of(6), "ADULT");
  EXPECT_EQ(table.value().age_group_of(201), std::nullopt);
  const Codes* codes = table.value().find({"LOCAL", "ML", "ADULT", true});
  ASSERT_NE(codes, nullptr);
  EXPECT_EQ(codes->seed, "004");
  EXPECT_EQ(codes->script, "X4");
  EXPECT_EQ(table.value().find({"FR", "MLE", "ADULT", true}), nullptr);
}

TEST(ApplicantTable, ABadLineIsNamed) {
  EXPECT_EQ(fault_of(replaced("type NFR MLE CHILD false", "sort NFR MLE CHILD false")),
            "line 6: sort is none of age, residence-alias, gender-alias and type");
  EXPECT_EQ(fault_of(replaced("age CHILD 0 5", "age CHILD 0")),
            "line 1: expected age GROUP YEARS-FROM YEARS-TO");
  EXPECT_EQ(fault_of(replaced("0 5", "0 5x")), "line 1: years are whole numbers from 0 to 999");
  EXPECT_EQ(fault_of(replaced("0 5", "-1 5")), "line 1: years are whole numbers from 0 to 999");
  EXPECT_EQ(fault_of(replaced("0 5", "6 5")), "line 1: years run from the lower to the higher");
  EXPECT_EQ(fault_of(replaced("0 5", "0 6")), "line 2: age group ADULT overlaps CHILD");
  EXPECT_EQ(fault_of(replaced("age ADULT", "age CHILD")), "line 2: age group CHILD is said twice");
  EXPECT_EQ(fault_of(replaced("alias ML MLE", "alias ML")),
            "line 4: expected gender-alias OTHER CODE");
  EXPECT_EQ(fault_of(replaced("\n\n", "\ngender-alias ML MLE\n")),
            "line 4: alias ML is said twice");
  EXPECT_EQ(fault_of(replaced("false 001 001", "false 001")),
            "line 6: expected type RESIDENCE GENDER GROUP FLAG CODE SCRIPT-CODE");
  EXPECT_EQ(fault_of(replaced("MLE CHILD false", "MLE MINOR false")),
            "line 6: MINOR is no age group of the lines above");
  EXPECT_EQ(fault_of(replaced("CHILD false", "CHILD no")), "line 6: the flag is true or false");
  EXPECT_EQ(fault_of(replaced("001 001", "001 0-1")),
            "line 6: codes are letters and digits, 16 at most");
  EXPECT_EQ(fault_of(replaced("CHILD true", "CHILD false")),
            "line 7: type NFR MLE CHILD false is said twice");
}

TEST(ApplicantTable, WhatLinesSayTogether) {
  EXPECT_EQ(fault_of(""), "line 0: there is no age group");
  EXPECT_EQ(fault_of("age CHILD 0 5\n"), "line 1: there is no type");
  EXPECT_EQ(fault_of(replaced("type NFR MLE ADULT true 004 X4\n", "")),
            "line 8: type NFR MLE ADULT true is missing");
  EXPECT_EQ(fault_of(replaced("LOCAL NFR", "LOCAL FR")),
            "line 9: alias LOCAL: no type has the code FR");
  EXPECT_EQ(fault_of(replaced("alias ML MLE", "alias MLE MLE")),
            "line 9: alias MLE is a code of the table itself");
}
}  // namespace
}  // namespace applicant_type
