// tests/store/workspace_model_test.cc: random requests, discards, batches and commits against plain
// maps.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <random>

#include "store/workspace.h"
#include "tests/fakes/memory_store.h"

namespace {
using Model = std::map<std::string, std::string>;

/// The workspace, and beside it what it should show: one map of the newest state, and per batch the
/// epoch that last wrote each key or range.
class Pair {
  struct Range {
    std::string first, end;
    store::Epoch epoch;
  };

 public:
  explicit Pair(uint64_t seed) : seed_(seed), random_(seed) {}

  void step() {
    switch (pick(8)) {
      case 0:
        taken_.push_back(tx_.take_batch());
        break;
      case 1:
      case 2:
        commit_one();
        break;
      default:
        request();
    }
    check_read();
  }

 private:
  size_t pick(size_t bound) { return random_() % bound; }
  std::string key() { return std::string(1, "ab"[pick(2)]) + std::to_string(pick(30)); }

  void request() {
    const Model before = newest_;
    const auto epochs_before = written_in_;
    const auto ranges_before = erased_;
    tx_.begin();
    for (size_t writes = pick(4); writes > 0; --writes)
      pick(8) == 0 ? erase_between(key(), key()) : write(key());
    if (pick(4) != 0) return tx_.keep();
    tx_.discard();
    newest_ = before;
    written_in_ = epochs_before;
    erased_ = ranges_before;
  }
  void erase_between(const std::string& one, const std::string& other) {
    const auto& [first, end] = std::minmax(one, other);
    tx_.erase_range(first, end);
    for (auto at = newest_.lower_bound(first); at != newest_.lower_bound(end); ++at)
      if (written_in_.contains(at->first)) written_in_[at->first] = tx_.open_epoch();
    newest_.erase(newest_.lower_bound(first), newest_.lower_bound(end));
    erased_.push_back({first, end, tx_.open_epoch()});
  }
  /// What a reader of `at` waits for; 0: nothing.
  store::Epoch epoch_of(const std::string& at) const {
    if (const auto written = written_in_.find(at); written != written_in_.end())
      return written->second;
    store::Epoch epoch = 0;
    for (const Range& range : erased_)
      if (at >= range.first && at < range.end) epoch = range.epoch;
    return epoch;
  }
  void write(const std::string& at) {
    written_in_[at] = tx_.open_epoch();
    if (pick(3) == 0) {
      tx_.erase(at);
      newest_.erase(at);
    } else {
      const std::string value(pick(40), static_cast<char>('a' + pick(26)));
      tx_.put(at, value);
      newest_[at] = value;
    }
  }
  void commit_one() {
    if (taken_.empty()) return;
    const auto taken = std::move(taken_.front());
    taken_.pop_front();
    disk_.apply(taken.batch);
    tx_.durable(taken.epoch);
    std::erase_if(written_in_, [&](const auto& one) { return one.second == taken.epoch; });
    std::erase_if(erased_, [&](const Range& one) { return one.epoch == taken.epoch; });
  }

  void check_read() {
    ASSERT_EQ(tx_.uncommitted_keys(), written_in_.size()) << "seed " << seed_;
    tx_.begin();
    const std::string at = key();
    const auto found = newest_.find(at);
    const auto expected = found == newest_.end() ? std::nullopt : std::optional{found->second};
    ASSERT_EQ(tx_.get(at).value(), expected) << "seed " << seed_;
    ASSERT_EQ(tx_.waits_for(), epoch_of(at)) << "seed " << seed_;
    check_scan(pick(3) == 0 ? "" : "a", key());
  }
  void check_scan(const std::string& prefix, const std::string& from) {
    Model expected, seen;
    store::Epoch waits_for = tx_.waits_for();
    for (const auto& [at, value] : newest_) {
      if (at.starts_with(prefix) && at >= from) expected[at] = value;
    }
    for (const auto& [at, epoch] : written_in_) {
      if (at.starts_with(prefix) && at >= from) waits_for = std::max(waits_for, epoch);
    }
    for (const auto& [full, value] : disk_.entries) {
      const std::string at = full.substr(3);
      if (at.starts_with(prefix) && at >= from) waits_for = std::max(waits_for, epoch_of(at));
    }
    std::string last;
    const auto count = tx_.scan(prefix, from, [&](std::string_view at, std::string_view value) {
      EXPECT_LT(last, at) << "seed " << seed_;
      last = at;
      seen[last] = value;
      return true;
    });
    ASSERT_EQ(seen, expected) << "seed " << seed_;
    ASSERT_EQ(count.value(), expected.size());
    ASSERT_EQ(tx_.waits_for(), waits_for) << "seed " << seed_;
  }

  uint64_t seed_;
  std::mt19937_64 random_;
  MemoryStore disk_;
  store::Workspace tx_{{1, store::Service::vid}, disk_};
  std::deque<store::Workspace::Taken> taken_;
  Model newest_;
  std::map<std::string, store::Epoch> written_in_;  ///< keys that the overlay has
  std::vector<Range> erased_;
};

TEST(WorkspaceModel, ShowsWhatAPlainMapShows) {
  for (uint64_t seed = 1; seed <= 40; ++seed) {
    Pair pair{seed};
    for (int i = 0; i < 400; ++i) {
      pair.step();
      if (::testing::Test::HasFatalFailure()) return;
    }
  }
}
}  // namespace
