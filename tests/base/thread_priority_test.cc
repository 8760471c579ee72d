// tests/base/thread_priority_test.cc: how far a thread steps back, and that others stay.
#include "actors/base/thread_priority.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

namespace {
int own_nice() { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); }

TEST(ThreadPriority, AThreadStepsBackAloneAndNeverForward) {
  const int before = own_nice();
  int once = 0, further = 0, less = 0;
  std::thread{[&] {
    EXPECT_TRUE(thread_priority::step_back(5));
    once = own_nice();
    EXPECT_TRUE(thread_priority::step_back(15));
    further = own_nice();
    EXPECT_TRUE(thread_priority::step_back(10));
    less = own_nice();
  }}.join();
  EXPECT_EQ(once, std::max(before, 5));
  EXPECT_EQ(further, std::max(before, 15));
  EXPECT_EQ(less, further);
  EXPECT_EQ(own_nice(), before);
}
}  // namespace
