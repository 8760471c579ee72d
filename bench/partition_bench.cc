// bench/partition_bench.cc: durable operations per second through partitions and journal, no HTTP.
// One detached actor keeps N requests outstanding against 16 partitions of a real store; each
// request adds one to a counter of its own key and answers after the sync. Not measured: HTTP,
// JSON, crypto, rules. Every answer is checked. Arguments: DIR [seconds] [scheduler threads].
#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "actors/partition/partition.h"
#include "actors/partition/system_config.h"
#include "store/rocks_store.h"

namespace {
using add_atom = caf::atom_constant<caf::atom("add")>;
using start_atom = caf::atom_constant<caf::atom("start")>;
using Counter = caf::typed_actor<caf::replies_to<add_atom, std::string>::with<Result<uint64_t>>>;
using SteadyClock = std::chrono::steady_clock;

constexpr uint16_t partitions = 16;
constexpr size_t keys_per_partition = 100'000;

Counter::behavior_type counter(Counter::pointer self, partition::Host host) {
  const auto write = host.writer(self);
  return {[=](add_atom, const std::string& key) {
    return write([&](store::Transaction& tx) -> Result<uint64_t> {
      const auto last = tx.get(key);
      if (!last.ok()) return Errc::internal;
      const uint64_t next = last.value() ? std::stoull(*last.value()) + 1 : 1;
      std::string value = std::to_string(next);
      value.resize(200, ' ');
      tx.put(key, value);
      return next;
    });
  }};
}

struct Load {
  std::vector<Counter> counters;
  size_t outstanding = 64;
  std::atomic<bool> stop{false};
  std::atomic<bool> stopped{false};
  uint64_t done = 0;
  uint64_t failed = 0;
  std::vector<uint32_t> took_us;
};

class Driver : public caf::event_based_actor {
 public:
  Driver(caf::actor_config& config, Load* load) : caf::event_based_actor(config), load_(load) {}
  caf::behavior make_behavior() override {
    return {[this](start_atom) {
      for (size_t i = 0; i < load_->outstanding; ++i) send_one();
    }};
  }

 private:
  void send_one() {
    const uint64_t number = next_++;
    const std::string key = "k" + std::to_string(number / partitions % keys_per_partition);
    const auto begin = SteadyClock::now();
    ++open_;
    request(load_->counters[number % partitions], caf::infinite, add_atom::value, key)
        .then([this, begin](const Result<uint64_t>& answer) { on_answer(answer.ok(), begin); },
              [this, begin](const caf::error&) { on_answer(false, begin); });
  }
  void on_answer(bool ok, SteadyClock::time_point begin) {
    --open_;
    ok ? ++load_->done : ++load_->failed;
    const auto took = SteadyClock::now() - begin;
    load_->took_us.push_back(
        static_cast<uint32_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()));
    if (!load_->stop) return send_one();
    if (open_ == 0) load_->stopped = true;
  }

  Load* load_;
  uint64_t next_ = 0;
  size_t open_ = 0;
};

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void print(size_t threads, Load& load, double seconds, double cpu,
           const store::CommitFigures& commits, uint64_t synced_before) {
  std::sort(load.took_us.begin(), load.took_us.end());
  const auto quantile = [&](double q) {
    return load.took_us[static_cast<size_t>(static_cast<double>(load.took_us.size() - 1) * q)];
  };
  const auto done = static_cast<double>(load.done);
  const auto syncs = static_cast<double>(commits.synced_writes - synced_before);
  std::printf("%zu,%zu,%.0f,%.1f,%.1f,%.0f,%u,%u,%llu\n", threads, load.outstanding, done / seconds,
              cpu * 1e6 / done, done / syncs, syncs / seconds, quantile(0.5), quantile(0.99),
              static_cast<unsigned long long>(load.failed));
}

void measure(size_t outstanding, size_t threads, double seconds, const std::string& dir) {
  std::filesystem::remove_all(dir);
  store::OpenOptions options;
  options.dir = dir;
  auto store = store::RocksStore::open(options);
  if (!store.ok()) {
    std::fprintf(stderr, "%s\n", store.error().text.c_str());
    std::exit(1);
  }
  store::RocksStore& disk = *store.value();
  Load load;
  load.outstanding = outstanding;
  {
    partition::Scheduling scheduling;
    scheduling.threads = threads;
    auto config = partition::system_config(scheduling);
    caf::actor_system system{config};
    const auto journal = partition::spawn_journal(system, disk);
    for (uint16_t i = 0; i < partitions; ++i) {
      partition::Host host;
      host.owner = {i, store::Service::uin};
      host.view = &disk;
      host.journal = journal;
      load.counters.push_back(system.spawn(counter, host));
    }
    const auto driver = system.spawn<Driver, caf::detached>(&load);
    const auto syncs = disk.commits().synced_writes.load();
    const auto cpu = cpu_seconds();
    const auto begin = SteadyClock::now();
    caf::anon_send(driver, start_atom::value);
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    load.stop = true;
    while (!load.stopped) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    const std::chrono::duration<double> took = SteadyClock::now() - begin;
    print(threads, load, took.count(), cpu_seconds() - cpu, disk.commits(), syncs);
    load.counters.clear();
  }
}

/// What an idle system costs.
void measure_idle(size_t threads) {
  partition::Scheduling scheduling;
  scheduling.threads = threads;
  auto config = partition::system_config(scheduling);
  caf::actor_system system{config};
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  const auto cpu = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::seconds(2));
  std::printf("idle,%zu threads,%.2f ms CPU per second\n", threads,
              (cpu_seconds() - cpu) * 1e3 / 2);
}
}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: partition_bench DIR [seconds]\nDIR is made anew for each row.\n");
    return 2;
  }
  const double seconds = argc > 2 ? std::atof(argv[2]) : 3;
  for (const size_t threads : {1, 2}) measure_idle(threads);
  std::printf("threads,outstanding,ops/s,us CPU/op,ops/sync,syncs/s,p50 us,p99 us,failed\n");
  for (const size_t threads : {1, 2}) {
    for (const size_t outstanding : {1, 64, 256}) measure(outstanding, threads, seconds, argv[1]);
  }
}
