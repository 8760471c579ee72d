// tests/startup/beside_test.cc: work beside the main thread: what it throws, and what ends the
// process meanwhile.
#include "http/startup/beside.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

#include "http/startup/arguments.h"
#include "http/startup/process.h"

namespace startup {
namespace {
using std::chrono::milliseconds;

/// A call that never returns.
void hang() {
  while (true) ::pause();
}
}  // namespace

TEST(Beside, WorkIsDoneByAnotherThreadAndHasEnded) {
  std::thread::id by;
  do_beside({}, [&](const Step&) { by = std::this_thread::get_id(); });
  EXPECT_NE(by, std::thread::id{});
  EXPECT_NE(by, std::this_thread::get_id());
}

TEST(Beside, WhatItThrowsIsThrownHere) {
  EXPECT_THROW(do_beside({}, [](const Step&) { throw std::out_of_range{"x"}; }), std::out_of_range);
}

TEST(Beside, EachStepHasTheWholeTime) {
  static constexpr milliseconds step_max{4000};  // A busy machine may forget a thread for a while.
  do_beside(step_max, [](const Step& step) {
    const auto end = std::chrono::steady_clock::now() + step_max + step_max / 4;
    while (std::chrono::steady_clock::now() < end) {
      step();
      std::this_thread::yield();
    }
  });
}

TEST(Beside, WorkThatEndsInTimeHasLeftItsThread) {
  static std::atomic<bool> has_left{false};
  struct Leaving {
    ~Leaving() {
      std::this_thread::sleep_for(milliseconds{50});  // Whoever does not wait for it is seen.
      has_left = true;
    }
  };
  EXPECT_TRUE(ends_within(std::chrono::minutes{5}, [] { static thread_local Leaving leaving; }));
  EXPECT_TRUE(has_left);
}

TEST(Beside, WorkThatDoesNotEndInTimeGoesOnWithWhatItOwns) {
  std::promise<void> may_end;
  const auto ended = std::make_shared<std::promise<int>>();
  auto answer = ended->get_future();
  EXPECT_FALSE(ends_within(milliseconds{1}, [go = may_end.get_future().share(), ended] {
    go.wait();
    ended->set_value(7);
  }));
  may_end.set_value();
  EXPECT_EQ(answer.get(), 7);
}

TEST(BesideDeathTest, AStepThatTakesTooLongEndsTheProcessInWords) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(do_beside(milliseconds{50}, [](const Step&) { hang(); }),
              testing::ExitedWithCode(exit_unavailable), "the token hangs: .* 50 ms");
}

TEST(BesideDeathTest, ASignalEndsTheProcessAlthoughTheWorkDoesNotEnd) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  for (const int number : {SIGTERM, SIGINT}) {
    const auto start = [number] {
      block_signals();
      do_beside({}, [number](const Step&) {
        ::kill(::getpid(), number);
        hang();
      });
    };
    EXPECT_EXIT(start(), testing::ExitedWithCode(exit_ok), "");
  }
}
}  // namespace startup
