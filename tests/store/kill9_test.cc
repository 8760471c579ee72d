// tests/store/kill9_test.cc: a writer is killed again and again; what it had said was durable is
// there.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "store/rocks_store.h"
#include "tests/fakes/temporary_directory.h"

namespace {
constexpr store::Owner owner{2, store::Service::uin};
constexpr int cycles = 10;

std::string key_of(uint64_t number) { return "n" + std::to_string(number); }
std::string value_of(uint64_t number) { return std::string(200, 'v') + std::to_string(number); }

std::unique_ptr<store::RocksStore> open(const std::string& dir) {
  store::OpenOptions options;
  options.dir = dir;
  options.memtable_bytes_max = size_t{64} << 10;  // so that lives end in a flush as well
  auto opened = store::RocksStore::open(options);
  return opened.ok() ? std::move(opened).value() : nullptr;
}

/// The child: writes numbers from `first` on, three a write in two batches, and tells the pipe the
/// last number of each durable write. Never returns.
[[noreturn]] void write_until_killed(const std::string& dir, uint64_t first, int pipe) {
  const auto store = open(dir);
  if (!store) ::_exit(1);
  for (uint64_t number = first;; number += 3) {
    std::vector<store::Batch> batches{store::Batch{owner}, store::Batch{owner}};
    for (uint64_t i = 0; i < 3; ++i) batches[i / 2].put(key_of(number + i), value_of(number + i));
    store->write(batches);
    const uint64_t last = number + 2;
    if (::write(pipe, &last, sizeof last) != sizeof last) ::_exit(1);
  }
}

/// Reads acknowledgements; kills `child` after `wanted` of them and reads on to the end, since the
/// child may have acknowledged more before the signal reached it. The last acknowledged number.
uint64_t kill_after(pid_t child, int pipe, size_t wanted) {
  uint64_t last = 0;
  size_t seen = 0;
  for (uint64_t number = 0; ::read(pipe, &number, sizeof number) == sizeof number;) {
    last = number;
    if (++seen == wanted) ::kill(child, SIGKILL);
  }
  return last;
}

uint64_t run_one_life(const std::string& dir, uint64_t first, size_t writes) {
  int ends[2];
  if (::pipe(ends) != 0) return 0;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(dir, first, ends[1]);
  }
  ::close(ends[1]);
  const uint64_t last = kill_after(child, ends[0], writes);
  ::close(ends[0]);
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writer ended by itself";
  return last;
}

/// How many of the numbers up to `last` are missing or wrong.
uint64_t count_lost(const store::RocksStore& store, uint64_t last) {
  uint64_t lost = 0;
  for (uint64_t number = 1; number <= last; ++number) {
    if (store.get(owner, key_of(number)).value() != value_of(number)) ++lost;
  }
  return lost;
}

TEST(Kill9, EverythingAcknowledgedIsThere) {
  TemporaryDirectory directory;
  std::mt19937 random{9};
  uint64_t acknowledged = 0;
  for (int cycle = 0; cycle < cycles; ++cycle) {
    const uint64_t last = run_one_life(directory.path(), acknowledged + 1, 1 + random() % 150);
    ASSERT_GT(last, acknowledged);
    acknowledged = last;
    const auto store = open(directory.path());
    ASSERT_NE(store, nullptr) << "needs a repair after cycle " << cycle;
    ASSERT_EQ(count_lost(*store, acknowledged), 0u) << "after cycle " << cycle;
  }
}

TEST(Kill9, AFailedWriteEndsTheProcess) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  TemporaryDirectory directory;
  const auto die = [&] {
    const auto store = open(directory.path());
    // A file may not grow beyond this: the log's write fails as on a full disk.
    ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    store::Batch batch{owner};
    batch.put("k", std::string(100'000, 'v'));
    store->write({&batch, 1});
  };
  EXPECT_EXIT(die(), ::testing::ExitedWithCode(store::exit_code_write_failed),
              "storage write failed, stopping");
}
}  // namespace
