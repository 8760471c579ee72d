#include "bench/load/generator/tally.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bench/load/generator/report.h"

namespace load {
namespace {
const Verdict right{};
const Verdict refused{Outcome::refused, "status 503"};
const Verdict wrong{Outcome::wrong, "answered twice"};

/// What Tally::add is told.
struct Ending {
  std::string step;
  Verdict verdict;
  double ended = 0;
  uint64_t latency_us = 0;
};

/// `tally` with all of them, at the second `now`.
Tally tally_at(double now, Tally tally, const std::vector<Ending>& endings) {
  for (const Ending& one : endings) tally.add(one.step, one.verdict, one.ended, one.latency_us);
  tally.advance(now);
  return tally;
}

TEST(LoadTally, SecondsHoldWhatEndedInThem) {
  const Tally tally = tally_at(4, Tally(0),
                               {{"a", right, 0.1, 1000},
                                {"a", right, 0.9, 3000},
                                {"b", refused, 1.5, 10},
                                {"a", wrong, 3.2, 10}});
  ASSERT_EQ(tally.seconds().size(), 4u);
  EXPECT_EQ(tally.seconds()[0].right, 2u);
  EXPECT_GE(tally.seconds()[0].p99_us, 3000u);
  EXPECT_EQ(tally.seconds()[0].max_us, 3000u);
  EXPECT_EQ(tally.seconds()[1].refused, 1u);
  EXPECT_EQ(tally.seconds()[2].right + tally.seconds()[2].wrong, 0u);  // nothing came: a gap shows
  EXPECT_EQ(tally.seconds()[3].wrong, 1u);
}

TEST(LoadTally, TheClimbIsNotInTheTableButItsFaultsAreTold) {
  const Tally tally = tally_at(
      2, Tally(1), {{"a", right, 0.5, 1000}, {"a", wrong, 0.6, 1000}, {"a", right, 1.5, 2000}});
  EXPECT_EQ(tally.total().right.count(), 1u);
  EXPECT_EQ(tally.total().wrong, 0u);
  EXPECT_EQ(tally.reasons().at("a: answered twice"), 1u);
  EXPECT_EQ(tally.seconds()[0].right, 1u);
}

TEST(LoadTally, WhatEndsBehindTheEndIsNoPartOfARateButOfThePercentiles) {
  const Tally tally = tally_at(3, Tally(1, 3),
                               {{"a", right, 2.5, 1000},
                                {"a", right, 3.5, 9000},
                                {"a", refused, 5.5, 9000},
                                {"a", wrong, 5.5, 9000}});
  EXPECT_EQ(tally.total().right.count(), 2u);
  EXPECT_EQ(tally.total().right_late, 1u);
  EXPECT_GE(tally.total().right.max(), 9000u);
  EXPECT_EQ(tally.total().refused.count(), 1u);
  EXPECT_EQ(tally.total().wrong, 1u);
  EXPECT_EQ(tally.late(), 2u);
  ASSERT_EQ(tally.seconds().size(), 3u);
  EXPECT_EQ(tally.seconds()[2].right, 1u);
}

TEST(LoadReport, NamesRatesPercentilesAndReasons) {
  Tally tally(0, 2);
  for (int i = 0; i < 10; ++i) tally.add("uin issue", right, 0.1 * i, 2000);
  tally.add("uin issue", wrong, 1.1, 10);
  tally.add("<step>", refused, 1.2, 10);
  tally.add_second();
  tally.add("uin issue", right, 2.5, 10);
  const Report report{
      "day", "words & more", {{"server", "http://x"}}, tally, {{0, 1.0, 50}, {2, 1.5, 60}}, 2};
  EXPECT_NEAR(report.cpu_us(), 50'000, 1);  // half a second for ten right answers
  const auto rows = rows_of(report);
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows.back().step, "all");
  EXPECT_DOUBLE_EQ(rows.back().per_second, 5);
  EXPECT_EQ(rows.back().wrong, 1u);
  EXPECT_EQ(rows.back().refused, 1u);
  const std::string csv = as_csv(report);
  EXPECT_NE(csv.find("\nuin issue,5.0,"), std::string::npos);
  EXPECT_NE(csv.find("\n1,0,1,1,"), std::string::npos);
  EXPECT_NE(csv.find("# sent_twice: 1\n"), std::string::npos);
  EXPECT_NE(csv.find("# late: 1\n"), std::string::npos);
  EXPECT_NE(as_text(report).find("1 x uin issue: answered twice"), std::string::npos);
  EXPECT_NE(as_text(report).find("before any answer: 1\n"), std::string::npos);
  const std::string html = as_html(report);
  EXPECT_NE(html.find("before any answer: 1<"), std::string::npos);
  EXPECT_NE(html.find("words &amp; more"), std::string::npos);
  EXPECT_NE(html.find("&lt;step&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<step>"), std::string::npos);
  EXPECT_EQ(html.find("<script"), std::string::npos);
}
}  // namespace
}  // namespace load
