// tests/http_wire/one_at_a_time_test.cc: whose turn it is, and who has no place.
#include "http/cryptomanager/one_at_a_time.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace http {
namespace {
class OneAtATimeTest : public ::testing::Test {
 protected:
  void enter(const std::string& caller, const std::string& name) {
    line->enter({caller,
                 [this, name](const OneAtATime::Turn& turn) {
                   started.push_back(name);
                   under_way = turn;
                 },
                 [this, name] { refused.push_back(name); }});
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
  Names started, refused;
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
}  // namespace
}  // namespace http
