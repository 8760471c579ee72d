// tests/http_wire/one_at_a_time_test.cc: whose turn it is, and who has no place.
#include "http/cryptomanager/one_at_a_time.h"

#include <gtest/gtest.h>

#include <set>
#include <utility>
#include <vector>

namespace http {
namespace {
class OneAtATimeTest : public ::testing::Test {
 protected:
  void enter(const std::string& caller, const std::string& name) {
    line->enter(
        {caller,
         [this, name](const OneAtATime::Turn& turn) {
           started.push_back(name);
           under_way = turn;
         },
         [this, name](crypto_pool::Outcome outcome) {
           (outcome == crypto_pool::Outcome::overloaded ? refused : dropped).push_back(name);
         },
         deadline, [this, name] { return gone.contains(name); }});
  }
  /// A turn points to nothing, so it is not asked for that.
  bool is_under_way() const { return under_way.use_count() > 0; }
  /// The one under way ends, and with it what it starts is under way.
  void end() {
    ASSERT_TRUE(is_under_way());
    const auto ended = std::exchange(under_way, nullptr);
  }
  void end_all() {
    while (is_under_way()) end();
  }

  using Names = std::vector<std::string>;
  OneAtATime::Turn under_way;  ///< outlives `line`'s last user
  std::shared_ptr<OneAtATime> line = std::make_shared<OneAtATime>(4);
  Names started, refused, dropped;
  std::set<std::string> gone;
  std::chrono::steady_clock::time_point deadline =
      std::chrono::steady_clock::time_point::max();  ///< of whoever enters
};

TEST_F(OneAtATimeTest, TheNextStartsWhenTheOneBeforeHasEnded) {
  for (const char* name : {"1", "2", "3"}) enter("a", name);
  EXPECT_EQ(started, Names{"1"});
  end();
  EXPECT_EQ(started, (Names{"1", "2"}));
  end_all();
  EXPECT_EQ(started, (Names{"1", "2", "3"}));
  enter("a", "4");
  EXPECT_EQ(started.back(), "4");
  EXPECT_TRUE(refused.empty());
  end_all();
}

TEST_F(OneAtATimeTest, OneCallerDoesNotTakeAllPlaces) {
  for (const char* name : {"a1", "a2", "a3", "a4", "a5", "a6"}) enter("a", name);
  EXPECT_EQ(refused, Names{"a6"});  // one under way, four wait
  enter("b", "b1");
  EXPECT_EQ(refused, (Names{"a6", "a5"}));
  enter("c", "c1");
  EXPECT_EQ(refused, (Names{"a6", "a5", "a4"}));
  enter("a", "a7");
  EXPECT_EQ(refused.back(), "a7");
  end_all();
  EXPECT_EQ(started, (Names{"a1", "a2", "b1", "c1", "a3"}));
}

TEST_F(OneAtATimeTest, AmongEqualsTheLastIsRefused) {
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) enter(name, name);
  EXPECT_EQ(refused, Names{"f"});
  end_all();
  EXPECT_EQ(started, (Names{"a", "b", "c", "d", "e"}));
}

TEST_F(OneAtATimeTest, WhoHasGoneHoldsNoPlace) {
  for (const char* name : {"a1", "a2", "a3", "b1", "b2"}) enter({name, 1}, name);
  gone = {"a2", "b1"};
  EXPECT_TRUE(dropped.empty());  // they are looked at when a place is wanted
  enter("a", "a4");
  EXPECT_EQ(dropped, (Names{"a2", "b1"}));
  enter("b", "b3");
  enter("c", "c1");
  EXPECT_EQ(refused, Names{"a4"});
  end_all();
  EXPECT_EQ(started, (Names{"a1", "a3", "b2", "c1", "b3"}));
}

TEST_F(OneAtATimeTest, WhoHasGoneIsNotStarted) {
  for (const char* name : {"1", "2", "3", "4"}) enter("a", name);
  gone = {"2", "3"};
  end();
  EXPECT_EQ(started, (Names{"1", "4"}));
  EXPECT_EQ(dropped, (Names{"2", "3"}));
  enter("a", "5");
  gone = {"5"};
  end();
  EXPECT_FALSE(is_under_way());
  EXPECT_EQ(dropped.back(), "5");
  enter("a", "6");  // nobody is under way: at once
  EXPECT_EQ(started.back(), "6");
  end_all();
}

TEST_F(OneAtATimeTest, NorWhoseTimeIsOver) {
  enter("a", "1");
  deadline = std::chrono::steady_clock::now();
  enter("a", "2");
  end();
  EXPECT_EQ(started, Names{"1"});
  EXPECT_EQ(dropped, Names{"2"});
}
}  // namespace
}  // namespace http
