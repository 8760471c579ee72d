// tests/auth/key_fetcher_test.cc: the threads that fetch, with a fake server.
#include "actors/auth/key_fetcher.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "tests/auth/external_tokens.h"

namespace auth {
/// Answers what it is told to and counts.
class FakeServer {
 public:
  Fetch fetch() {
    return [this](const std::string&) {
      const std::scoped_lock lock{mutex_};
      ++fetches_;
      last_ = std::chrono::steady_clock::now();
      changed_.notify_all();
      return answer_;
    };
  }
  void answer(Fetched with) {
    const std::scoped_lock lock{mutex_};
    answer_ = std::move(with);
  }
  /// Returns when the last fetch began.
  std::chrono::steady_clock::time_point wait_for(int fetches) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return fetches_ >= fetches; });
    return last_;
  }
  int fetches() {
    const std::scoped_lock lock{mutex_};
    return fetches_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Fetched answer_;
  int fetches_ = 0;
  std::chrono::steady_clock::time_point last_;
};

class KeyFetcherTest : public ::testing::Test {
 protected:
  void start(std::chrono::seconds refetch) {
    fetcher_ = std::make_unique<KeyFetcher>(
        board_, FetchTimes{std::chrono::seconds{86'400}, refetch}, server_.fetch(),
        [] { return UtcTime{std::chrono::seconds{test::noon}}; });
  }
  static Fetched keys(const std::string& kid) {
    return {R"({"keys":[)" + test::jwk_json(kid, test::key(), "") + "]}", {}};
  }
  /// A fetch's outcome is noted before the next one begins or the threads have ended.
  IssuerState ended() {
    fetcher_.reset();
    return board_->states().front();
  }

  FakeServer server_;
  std::shared_ptr<ExternalKeyBoard> board_ = std::make_shared<ExternalKeyBoard>(
      std::vector<ExternalIssuer>{{test::keycloak, "https://sso.example.org/certs", {"account"}}});
  std::unique_ptr<KeyFetcher> fetcher_;
};

TEST_F(KeyFetcherTest, TheFirstKeysComeWithoutBeingAskedFor) {
  server_.answer(keys("a"));
  start(std::chrono::seconds{1'000});
  server_.wait_for(1);
  const IssuerState state = ended();
  EXPECT_EQ(state.keys, 1u);
  EXPECT_EQ(state.fetched, test::noon);
  EXPECT_EQ(board_->sets()->front()->keys.front().kid, "a");
}

TEST_F(KeyFetcherTest, AWishIsGrantedOnceItsTimeHasCome) {
  server_.answer(keys("a"));
  start(std::chrono::seconds{0});
  server_.wait_for(1);
  server_.answer(keys("b"));
  board_->want(0);
  server_.wait_for(2);
  ended();
  EXPECT_EQ(board_->sets()->front()->keys.front().kid, "b");
}

TEST_F(KeyFetcherTest, WishesThatComeTooEarlyWait) {
  constexpr std::chrono::seconds refetch{1};
  server_.answer(keys("a"));
  start(refetch);
  auto before = server_.wait_for(1);
  // The second fetch is the wishes', and the third that of one which came during or after it.
  for (const int fetch : {2, 3}) {
    for (int i = 0; i < 1'000; ++i) board_->want(0);
    const auto next = server_.wait_for(fetch);
    EXPECT_GE(next - before, refetch) << fetch;
    before = next;
  }
  ended();
  EXPECT_EQ(server_.fetches(), 3);
}

TEST_F(KeyFetcherTest, KeysSurviveAnIssuerThatIsAwayOrAnswersGarbage) {
  for (const Fetched& bad : {Fetched{{}, "Couldn't connect to server"}, Fetched{"<html>", {}}}) {
    board_ = std::make_shared<ExternalKeyBoard>(std::vector<ExternalIssuer>{
        {test::keycloak, "https://sso.example.org/certs", {"account"}}});
    board_->publish(0, {test::external_key("a", test::key())}, test::noon);
    server_.answer(bad);
    const int before = server_.fetches();
    start(std::chrono::seconds{1'000});
    server_.wait_for(before + 1);
    const IssuerState state = ended();
    EXPECT_EQ(state.failures, 1u);
    EXPECT_FALSE(state.fault.empty());
    EXPECT_EQ(board_->sets()->front()->keys.size(), 1u);
  }
}
}  // namespace auth
