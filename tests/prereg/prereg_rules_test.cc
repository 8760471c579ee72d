// tests/prereg/prereg_rules_test.cc: statuses, ids and page numbers.
#include "actors/prereg/prereg_rules.h"

#include <gtest/gtest.h>

namespace prereg {
TEST(PreregRules, StatusesAreSpelledAsTheSheetDoesAndReadInAnyCase) {
  EXPECT_EQ(text_of(Status::pending_appointment), "Pending_Appointment");
  for (const char* text : {"Pending_Appointment", "Booked", "Expired", "Consumed", "Canceled",
                           "Document_Uploaded", "Application_Incomplete", "Prefetched"})
    EXPECT_EQ(text_of(status_of(text).value()), text);
  EXPECT_EQ(status_of("BOOKED"), Status::booked);
  EXPECT_EQ(status_of("Cancelled"), Status::canceled);
  for (const char* text : {"", "Book", "Discarded", "Booked "})
    EXPECT_FALSE(status_of(text)) << text;
}

TEST(PreregRules, WhatMayBecomeOfAnApplicationDependsOnItsStatus) {
  static_assert(may_be_changed(Status::booked) && !may_be_changed(Status::expired));
  static_assert(!may_be_changed(Status::consumed));
  static_assert(may_be_discarded(Status::booked) && may_be_discarded(Status::pending_appointment));
  static_assert(!may_be_discarded(Status::canceled) && !may_be_discarded(Status::consumed));
  static_assert(is_for_citizens(Status::canceled) && !is_for_citizens(Status::consumed));
  static_assert(!is_for_citizens(Status::discarded) && !is_for_citizens(Status::prefetched));
}

TEST(PreregRules, AnIdIsDigits) {
  EXPECT_TRUE(is_id("46537143845798"));
  for (const char* text : {"", "4653714384579a", "46537143845798 ", "../46537143845798",
                           "12345678901234567890123456789"})
    EXPECT_FALSE(is_id(text)) << text;
}

TEST(PreregRules, APageIsAWholeNumber) {
  EXPECT_EQ(page_index_of(""), 0u);
  EXPECT_EQ(page_index_of("7"), 7u);
  for (const char* text : {"-1", "1.5", "x", "1x", "10000000", "99999999999999999999"})
    EXPECT_FALSE(page_index_of(text)) << text;
}
}  // namespace prereg
