// tests/partition/partition_rocks_test.cc: partitions, journal and store together, on real threads
// and a real disk.
#include <gtest/gtest.h>

#include <future>
#include <map>
#include <set>

#include "actors/partition/partition.h"
#include "actors/partition/system_config.h"
#include "store/rocks_store.h"
#include "tests/fakes/temporary_directory.h"

namespace {
using add_atom = caf::atom_constant<caf::atom("add")>;
using Counter = caf::typed_actor<caf::replies_to<add_atom, std::string>::with<Result<uint64_t>>>;
constexpr uint16_t partitions = 4;
constexpr size_t clients = 32;
constexpr size_t requests_per_client = 50;
constexpr auto patience = std::chrono::seconds{60};

/// Adds one to the number under a key and answers it.
Counter::behavior_type counter(Counter::pointer self, partition::Host host) {
  partition::Hooks hooks;
  hooks.before_commit = [](store::Transaction& tx) { tx.put("Clast", "batch"); };
  const auto write = host.writer(self, hooks);
  return {[=](add_atom, const std::string& key) {
    return write([&](store::Transaction& tx) -> Result<uint64_t> {
      const auto last = tx.get(key);
      if (!last.ok()) return Errc::internal;
      const uint64_t next = last.value() ? std::stoull(*last.value()) + 1 : 1;
      tx.put(key, std::to_string(next));
      return next;
    });
  }};
}

struct Answers {
  std::promise<void> all;
  std::map<std::string, std::multiset<uint64_t>> by_key;
  size_t failed = 0;
  size_t open = clients * requests_per_client;
};

/// Keeps `clients` requests under way until all are answered.
caf::behavior driver(caf::event_based_actor* self, std::vector<Counter> counters,
                     Answers* answers) {
  auto sent = std::make_shared<size_t>(0);
  auto send = std::make_shared<std::function<void()>>();
  *send = [=] {
    const size_t number = (*sent)++;
    const std::string key = "k" + std::to_string(number % 7);
    const auto done = [=] {
      if (*sent < clients * requests_per_client) (*send)();
      if (--answers->open > 0) return;
      *send = nullptr;
      answers->all.set_value();
    };
    self->request(counters[number % partitions], caf::infinite, add_atom::value, key)
        .then(
            [=](const Result<uint64_t>& answer) {
              const auto at = std::to_string(number % partitions) + key;
              if (answer.ok()) answers->by_key[at].insert(answer.value());
              done();
            },
            [=](const caf::error&) {
              ++answers->failed;
              done();
            });
  };
  for (size_t i = 0; i < clients; ++i) (*send)();
  return {[](caf::unit_t) {}};
}

std::unique_ptr<store::RocksStore> open(const std::string& dir) {
  store::OpenOptions options;
  options.dir = dir;
  auto opened = store::RocksStore::open(options);
  return opened.ok() ? std::move(opened).value() : nullptr;
}

void run_load(store::RocksStore& disk, Answers& answers) {
  auto config = partition::system_config({.threads = 2});
  caf::actor_system system{config};
  const auto journal = partition::spawn_journal(system, disk);
  std::vector<Counter> counters;
  for (uint16_t i = 0; i < partitions; ++i) {
    partition::Host host;
    host.owner = {i, store::Service::uin};
    host.view = &disk;
    host.journal = journal;
    counters.push_back(system.spawn(counter, host));
  }
  auto all = answers.all.get_future();
  system.spawn(driver, counters, &answers);
  ASSERT_EQ(all.wait_for(patience), std::future_status::ready);
}

TEST(PartitionOnRocks, EveryAnswerIsGivenOnceAndIsOnTheDisk) {
  TemporaryDirectory directory;
  Answers answers;
  {
    const auto disk = open(directory.path());
    ASSERT_NE(disk, nullptr);
    run_load(*disk, answers);
    EXPECT_LT(disk->commits().synced_writes, clients * requests_per_client);
  }
  EXPECT_EQ(answers.failed, 0u);
  const auto disk = open(directory.path());
  for (const auto& [at, numbers] : answers.by_key) {
    EXPECT_EQ(std::set(numbers.begin(), numbers.end()).size(), numbers.size()) << at;
    EXPECT_EQ(*numbers.rbegin(), numbers.size()) << at;
    const store::Owner owner{static_cast<uint16_t>(at[0] - '0'), store::Service::uin};
    EXPECT_EQ(disk->get(owner, at.substr(1)).value(), std::to_string(numbers.size())) << at;
  }
  EXPECT_EQ(answers.by_key.size(), 7u * partitions);
}
}  // namespace
