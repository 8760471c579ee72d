// tests/store/background_priority_test.cc: which threads step back, and which do not.
#include "store/background_priority.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "store/rocks_store.h"
#include "tests/fakes/temporary_directory.h"

namespace {
using store::background_nice;

int nice_of(pid_t thread) { return getpriority(PRIO_PROCESS, static_cast<id_t>(thread)); }

/// Of the threads of this process whose names begin with `name`.
std::vector<int> nice_of_threads_named(const std::string& name) {
  std::vector<int> found;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string comm;
    std::getline(std::ifstream{task.path() / "comm"}, comm);
    if (comm.starts_with(name)) found.push_back(nice_of(std::stoi(task.path().filename())));
  }
  return found;
}

TEST(BackgroundPriority, AMergeStepsBackAndWhoIsFurtherBackStays) {
  const int own = nice_of(gettid());
  int merging = 0, further_back = 0;
  std::thread{[&] {
    store::BackgroundPriority{}.OnCompactionBegin(nullptr, {});
    merging = nice_of(gettid());
    (void)setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), background_nice + 5);
    store::BackgroundPriority{}.OnCompactionBegin(nullptr, {});
    further_back = nice_of(gettid());
  }}.join();
  EXPECT_EQ(merging, std::max(own, background_nice));
  EXPECT_EQ(further_back, std::max(own, background_nice + 5));
  EXPECT_EQ(nice_of(gettid()), own);
}

TEST(BackgroundPriority, TheStoresOwnFlushStepsBack) {
  const TemporaryDirectory directory;
  const int own = nice_of(gettid());
  store::OpenOptions options;
  options.dir = directory.path() + "/data";
  auto store = store::RocksStore::open(options);
  ASSERT_TRUE(store.ok());
  store::Batch batch{{1, store::Service::uin}};
  batch.put("k", "v");
  store.value()->write({&batch, 1});
  store.value().reset();  // An orderly end flushes what is in memory.
  const auto flushing = nice_of_threads_named("rocksdb:high");
  ASSERT_FALSE(flushing.empty());
  EXPECT_EQ(flushing.front(), std::max(own, background_nice));
  EXPECT_EQ(nice_of(gettid()), own);
}
}  // namespace
