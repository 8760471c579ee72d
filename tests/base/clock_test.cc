// tests/base/clock_test.cc: the wire forms of time.
#include "actors/base/clock.h"

#include <gtest/gtest.h>

namespace {
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

UtcTime at(int64_t since_1970, int64_t micros = 0) {
  return UtcTime{seconds{since_1970} + microseconds{micros}};
}

TEST(Clock, WritesBothForms) {
  EXPECT_EQ(compact_utc(at(1'704'196'800)), "20240102120000");
  EXPECT_EQ(iso_utc(at(1'704'196'800, 20'999)), "2024-01-02T12:00:00.020Z");
  EXPECT_EQ(iso_utc(at(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso_utc(at(951'825'599, 999'999)), "2000-02-29T11:59:59.999Z");
}

TEST(Clock, RoundsTimesBefore1970Down) {
  EXPECT_EQ(iso_utc(at(0, -1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(epoch_seconds(at(0, -1)), -1);
  EXPECT_EQ(epoch_seconds(at(7, 999'999)), 7);
}

TEST(Clock, ReadsWhatItWrites) {
  for (const int64_t second : {0LL, 951'825'599LL, 1'704'196'800LL, 4'102'444'799LL}) {
    UtcTime read;
    ASSERT_TRUE(parse_iso_utc(iso_utc(at(second, 123'000)), read));
    EXPECT_EQ(read, at(second, 123'000));
  }
}

TEST(Clock, RefusesOtherFormsAndTimesThatAreNone) {
  UtcTime untouched = at(5);
  for (const char* text :
       {"", "2024-01-02T12:00:00Z", "2024-01-02T12:00:00.000", "2024-01-02 12:00:00.000Z",
        "2024-01-02T12:00:00.000z", "2024-1-02T12:00:00.0000Z", "2024-01-02T12:00:00,000Z",
        "2023-02-29T12:00:00.000Z", "2024-13-01T12:00:00.000Z", "2024-00-01T12:00:00.000Z",
        "2024-04-31T12:00:00.000Z", "2024-01-02T24:00:00.000Z", "2024-01-02T12:60:00.000Z",
        "2024-01-02T12:00:60.000Z", "2024-01-02T12:00:0x.000Z", "+024-01-02T12:00:00.000Z",
        "2024-01-02T12:00:00.000Z "}) {
    EXPECT_FALSE(parse_iso_utc(text, untouched)) << text;
    EXPECT_EQ(untouched, at(5)) << text;
  }
}

TEST(Clock, TheMachinesClockIsNotBefore2024) { EXPECT_GT(system_now(), at(1'704'196'800)); }
}  // namespace
