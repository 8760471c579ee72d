// tests/auth/registration_sweep_test.cc: registrations that lapsed are forgotten, and so many wait
// at most.
#include <algorithm>
#include <string>
#include <vector>

#include "tests/auth/registration_fixture.h"

namespace auth::test {
class RegistrationSweepTest : public RegistrationFixture {
 protected:
  uint64_t sweep() {
    auto asked = actors_.ask<uint64_t>(sign_in_, tidy_atom::value);
    settle();
    return asked.result().value();
  }
  /// Of the auth partitions, by the letter of their keys.
  size_t rows(char letter) {
    return static_cast<size_t>(
        std::ranges::count_if(journal_.store().entries, [letter](const auto& entry) {
          return static_cast<uint8_t>(entry.first[2]) ==
                     static_cast<uint8_t>(store::Service::auth) &&
                 entry.first[3] == letter;
        }));
  }
};

TEST_F(RegistrationSweepTest, TheSweepForgetsWhatLapsedWithItsClaims) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  now_ += registration_.pending_seconds;
  ASSERT_TRUE(sign_up("bob", "555002", "bob@example.org").ok());
  EXPECT_EQ(sweep(), 0u);
  EXPECT_EQ(rows('N'), 4u);
  now_ += 1;
  EXPECT_EQ(sweep(), 1u);
  EXPECT_FALSE(stored("ann"));
  EXPECT_TRUE(stored("bob"));
  EXPECT_EQ(rows('N'), 2u);
  EXPECT_EQ(rows('Q'), 1u);
  EXPECT_TRUE(sign_up("cid", "555001", "ann@example.org").ok());
  EXPECT_EQ(sweep(), 0u);
}
TEST_F(RegistrationSweepTest, WhatLapsedIsRecordedInItsPartition) {
  ASSERT_TRUE(sign_up("ann", "555001", "ann@example.org").ok());
  const std::string uuid = stored("ann")->uuid;
  now_ += registration_.pending_seconds + 1;
  EXPECT_EQ(sweep(), 1u);
  std::vector<std::string> lapsed;
  for (uint16_t i = 0; i < partitions_count; ++i)
    for (const std::string& event : recorded_.events({i, store::Service::auth}))
      if (event.starts_with("REGISTRATION_LAPSED|")) lapsed.push_back(event);
  EXPECT_EQ(lapsed, std::vector{"REGISTRATION_LAPSED||" + uuid + "|success"});
}
TEST_F(RegistrationSweepTest, TheSweepPassesOverWhatGoesOn) {
  for (int i = 0; i < 250; ++i) {
    const std::string n = std::to_string(i);
    ASSERT_TRUE(sign_up("u" + n, "55500" + n, "m" + n + "@example.org").ok());
  }
  now_ += registration_.pending_seconds;
  for (int i = 0; i < 250; i += 2) ASSERT_TRUE(name_rid("u" + std::to_string(i)).ok());
  now_ += 1;
  EXPECT_EQ(sweep(), 125u);
  EXPECT_EQ(rows('Q'), 125u);
  EXPECT_EQ(rows('N'), 250u);
  now_ += registration_.pending_seconds;
  EXPECT_EQ(sweep(), 125u);
  EXPECT_EQ(rows('N') + rows('Q'), 0u);
}
TEST_F(RegistrationSweepTest, ThePartitionsBoundWhatWaits) {
  registration_.waiting_max = 1;
  start();
  std::vector<std::string> made;
  for (int i = 0; i < 100; ++i) {
    const std::string n = std::to_string(i);
    const auto one = sign_up("u" + n, "55500" + n, "m" + n + "@example.org");
    if (one.ok()) made.push_back("u" + n);
    EXPECT_TRUE(one.ok() || one.error() == Errc::overloaded);
  }
  ASSERT_EQ(made.size(), size_t{partitions_count});
  EXPECT_EQ(rows('N'), 2u * partitions_count) << "what was refused has let go";
  for (const auto& name : made) {
    ASSERT_TRUE(name_rid(name).ok());
    ASSERT_TRUE(set_password(name, by_code(name)).ok());
  }
  start();
  EXPECT_EQ(rows('Q'), 0u) << "an account waits for nothing";
  size_t more = 0;
  for (int i = 100; i < 200; ++i) {
    const std::string n = std::to_string(i);
    more += sign_up("u" + n, "55500" + n, "m" + n + "@example.org").ok();
  }
  EXPECT_EQ(more, size_t{partitions_count});
}
}  // namespace auth::test
