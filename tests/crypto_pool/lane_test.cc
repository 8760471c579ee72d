// tests/crypto_pool/lane_test.cc: admission, turns and counting, with the test as the only worker.
#include "actors/crypto_pool/lane.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <thread>

#include "actors/base/log.h"

namespace crypto_pool {
class LaneTest : public testing::Test {
 protected:
  LaneTest() {
    logging::set_sink([](logging::Level, std::string_view) {});
  }
  Job job(const std::string& caller, const std::string& name) {
    return {{.caller = caller, .work = [this, name] { ran_ += name; }},
            [this, name](Outcome outcome) { ends_.emplace_back(name, outcome); }};
  }
  void submit(Lane& lane, const std::string& caller, const std::string& name) {
    lane.submit(job(caller, name));
  }
  /// Does what worker 0 would be given, until nothing is left.
  void drain(Lane& lane) {
    std::vector<Job> batch;
    while (lane.take(0, batch)) {
      batches_.push_back(batch.size());
      for (const Job& one : batch) lane.work(one);
    }
  }
  using Ends = std::vector<std::pair<std::string, Outcome>>;

  std::string ran_;
  Ends ends_;
  std::vector<size_t> batches_;
};

TEST_F(LaneTest, ServesCallersInTurn) {
  Lane lane({.workers = 1, .jobs_per_worker = 10});
  for (const char* name : {"1", "2", "3", "4"}) submit(lane, "a", name);
  submit(lane, "b", "x");
  submit(lane, "b", "y");
  submit(lane, "c", "z");
  drain(lane);
  EXPECT_EQ(ran_, "1xz2y34");
  EXPECT_EQ(lane.stats().done, 7u);
  EXPECT_EQ(lane.stats().queued, 0u);
}

TEST_F(LaneTest, RefusesWhenFull) {
  Lane lane({.workers = 2, .jobs_per_worker = 1});
  for (const char* name : {"1", "2", "3"}) submit(lane, "a", name);
  EXPECT_EQ(ends_, (Ends{{"3", Outcome::overloaded}}));
  EXPECT_EQ(lane.stats().queued, 2u);
  EXPECT_EQ(lane.stats().refused, 1u);
  drain(lane);
  submit(lane, "a", "4");
  drain(lane);
  EXPECT_EQ(ran_, "124");
}

TEST_F(LaneTest, AFullLaneMakesRoomForWhoHasFewJobsInIt) {
  Lane lane({.workers = 1, .jobs_per_worker = 4});
  for (const char* name : {"1", "2", "3", "4"}) submit(lane, "a", name);
  submit(lane, "b", "x");
  submit(lane, "b", "y");
  submit(lane, "b", "z");  // Both have two by now: no more room is made.
  EXPECT_EQ(
      ends_,
      (Ends{{"4", Outcome::overloaded}, {"3", Outcome::overloaded}, {"z", Outcome::overloaded}}));
  EXPECT_EQ(lane.stats().queued, 4u);
  EXPECT_EQ(lane.stats().refused, 3u);
  drain(lane);
  EXPECT_EQ(ran_, "1x2y");
}

TEST_F(LaneTest, JobsThatRunCountToo) {
  Lane lane({.workers = 1, .jobs_per_worker = 2});
  std::vector<Job> batch;
  submit(lane, "a", "1");
  ASSERT_TRUE(lane.take(0, batch));
  submit(lane, "a", "2");
  submit(lane, "a", "3");
  EXPECT_EQ(ends_, (Ends{{"3", Outcome::overloaded}}));
}

TEST_F(LaneTest, AWorkerTakesAShareOfWhatWaits) {
  Lane lane({.workers = 2, .jobs_per_worker = 20, .batch_max = 4});
  for (int i = 0; i < 12; ++i) submit(lane, "a", "1");
  drain(lane);
  EXPECT_EQ(batches_, (std::vector<size_t>{4, 4, 2, 1, 1}));
}

TEST_F(LaneTest, WakesAWorkerOnceUntilItFindsNothing) {
  Lane lane({.workers = 2, .jobs_per_worker = 20});
  std::vector<size_t> woken;
  lane.on_wake([&](size_t worker) { woken.push_back(worker); });
  for (int i = 0; i < 5; ++i) submit(lane, "a", "1");
  EXPECT_EQ(woken, (std::vector<size_t>{0, 1}));
  drain(lane);
  submit(lane, "a", "1");
  EXPECT_EQ(woken, (std::vector<size_t>{0, 1, 0}));
}

TEST_F(LaneTest, DropsWhatNobodyWaitsFor) {
  Lane lane({.workers = 1, .jobs_per_worker = 9});
  bool is_gone = false;
  Job abandoned = job("a", "1");
  abandoned.request.abandoned = [&] { return is_gone; };
  Job expired = job("a", "2");
  expired.request.deadline = std::chrono::steady_clock::now();
  lane.submit(abandoned);
  drain(lane);
  is_gone = true;
  lane.submit(abandoned);
  lane.submit(expired);
  drain(lane);
  EXPECT_EQ(ran_, "1");
  EXPECT_EQ(ends_,
            (Ends{{"1", Outcome::done}, {"1", Outcome::abandoned}, {"2", Outcome::expired}}));
  EXPECT_EQ(lane.stats().done, 1u);
  EXPECT_EQ(lane.stats().cancelled, 2u);
  EXPECT_EQ(lane.stats().queued, 0u);
}

TEST_F(LaneTest, AJobThatThrowsIsOver) {
  Lane lane({.workers = 1, .jobs_per_worker = 2});
  Job throws = job("a", "1");
  throws.request.work = [] { throw std::runtime_error("job"); };
  lane.submit(throws);
  throws.request.work = [] { throw 1; };
  lane.submit(throws);
  drain(lane);
  EXPECT_EQ(ends_, (Ends{{"1", Outcome::threw}, {"1", Outcome::threw}}));
  EXPECT_EQ(lane.stats().queued, 0u);
  EXPECT_EQ(lane.stats().done, 2u);
}

TEST_F(LaneTest, ClosingEndsWhatWaitsAndWhatComes) {
  Lane lane({.workers = 1, .jobs_per_worker = 2});
  submit(lane, "a", "1");
  lane.close();
  submit(lane, "a", "2");
  drain(lane);
  EXPECT_EQ(ends_, (Ends{{"1", Outcome::stopped}, {"2", Outcome::stopped}}));
  EXPECT_EQ(lane.stats().queued, 0u);
}

TEST_F(LaneTest, ClosingLetsGoOfTheWorkers) {
  Lane lane({.workers = 1, .jobs_per_worker = 2});
  const auto worker = std::make_shared<int>(0);
  lane.on_wake([worker](size_t) {});
  lane.close();
  EXPECT_EQ(worker.use_count(), 1);
}

TEST_F(LaneTest, NeverHasLessThanOneWorkerWithOneJob) {
  Lane lane({.workers = 0, .jobs_per_worker = 0, .batch_max = 0});
  submit(lane, "a", "1");
  submit(lane, "a", "2");
  drain(lane);
  EXPECT_EQ(ran_, "1");
}

TEST(LaneThreads, EveryJobEndsOnce) {
  constexpr int jobs = 2000;
  Lane lane({.workers = 2, .jobs_per_worker = 16, .batch_max = 4});
  std::atomic<int> ended = 0;
  std::atomic<int> ran = 0;
  std::atomic<bool> over = false;
  std::vector<std::thread> threads;
  for (size_t worker = 0; worker < 2; ++worker) {
    threads.emplace_back([&, worker] {
      std::vector<Job> batch;
      while (!over) {
        while (lane.take(worker, batch)) {
          for (const Job& one : batch) lane.work(one);
        }
        std::this_thread::yield();
      }
    });
  }
  std::vector<std::thread> callers;
  for (const char* caller : {"a", "b", "c"}) {
    callers.emplace_back([&, caller] {
      for (int i = 0; i < jobs; ++i) {
        lane.submit({{.caller = caller, .work = [&] { ++ran; }}, [&](Outcome) { ++ended; }});
      }
    });
  }
  for (std::thread& one : callers) one.join();
  lane.close();
  over = true;
  for (std::thread& one : threads) one.join();
  EXPECT_EQ(ended, 3 * jobs);
  EXPECT_EQ(static_cast<uint64_t>(ran), lane.stats().done);
  EXPECT_EQ(lane.stats().queued, 0u);
}
}  // namespace crypto_pool
