// bench/store_bench.cc: CPU time of building a transaction: a request's writes, its reads through
// them, and the batch's way to durable. The View is a map in memory: no disk and no journal. Read
// items_per_second as requests/s.
#include <benchmark/benchmark.h>

#include "store/workspace.h"
#include "tests/fakes/memory_store.h"

namespace {
constexpr store::Owner owner{3, store::Service::uin};
constexpr size_t requests_per_batch = 64;

std::string key_of(uint64_t number) {
  std::string digits = std::to_string(number);
  return "S" + digits.insert(0, 12 - digits.size(), '0');
}

/// begin, one put of 200 bytes, keep; a batch of 64 taken and declared durable.
void BM_PutAndTake(benchmark::State& state) {
  const MemoryStore disk;
  store::Workspace tx{owner, disk};
  const std::string value(200, 'v');
  uint64_t number = 0;
  for (auto _ : state) {
    tx.begin();
    tx.put(key_of(++number), value);
    tx.keep();
    if (number % requests_per_batch != 0) continue;
    const auto taken = tx.take_batch();
    if (taken.batch.count() != requests_per_batch) state.SkipWithError("writes are missing");
    tx.durable(taken.epoch);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_PutAndTake);

/// One machine's RID: the same key read and written by every request, four batches on their way.
void BM_ReadModifyWriteOneKey(benchmark::State& state) {
  const MemoryStore disk;
  store::Workspace tx{owner, disk};
  const std::string key = "S10001/10002";
  std::string value(25, 'v');
  uint64_t requests = 0;
  store::Epoch durable = 0;
  for (auto _ : state) {
    tx.begin();
    const auto before = tx.get(key);
    if (!before.ok() || (requests > 0 && tx.waits_for() == 0)) state.SkipWithError("not overlaid");
    value[0] = static_cast<char>(requests);
    tx.put(key, value);
    tx.keep();
    if (++requests % requests_per_batch != 0) continue;
    const auto taken = tx.take_batch();
    if (taken.epoch > 4) tx.durable(durable = taken.epoch - 4);
  }
  benchmark::DoNotOptimize(durable);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ReadModifyWriteOneKey);

/// A read that finds nothing uncommitted, beside `range` keys that are.
void BM_ReadBesideUncommitted(benchmark::State& state) {
  MemoryStore disk;
  store::Batch stored{owner};
  stored.put("there", "value");
  disk.apply(stored);
  store::Workspace tx{owner, disk};
  tx.begin();
  for (int64_t i = 0; i < state.range(0); ++i) tx.put(key_of(static_cast<uint64_t>(i)), "value");
  tx.keep();
  for (auto _ : state) {
    tx.begin();
    const auto found = tx.get("there");
    if (!found.ok() || !found.value() || tx.waits_for() != 0) state.SkipWithError("misread");
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_ReadBesideUncommitted)->Arg(0)->Arg(10'000);

/// What a throw costs: 3 writes undone, beside 1,000 keys of neighbours.
void BM_Discard(benchmark::State& state) {
  const MemoryStore disk;
  store::Workspace tx{owner, disk};
  tx.begin();
  for (uint64_t i = 0; i < 1'000; ++i) tx.put(key_of(i), "value");
  tx.keep();
  for (auto _ : state) {
    tx.begin();
    for (const uint64_t number : {1u, 500u, 5'000u}) tx.put(key_of(number), "other");
    tx.discard();
    if (tx.open_batch().count() != 1'000) state.SkipWithError("not undone");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Discard);

/// What the journal does with each record of a batch.
void BM_Replay(benchmark::State& state) {
  store::Batch batch{owner};
  const std::string value(200, 'v');
  for (uint64_t i = 0; i < requests_per_batch; ++i) batch.put(key_of(i), value);
  for (auto _ : state) {
    size_t bytes = 0;
    const bool whole =
        batch.replay([&](store::Owner, std::string_view key,
                         std::string_view record) { bytes += key.size() + record.size(); },
                     [](std::string_view) {}, [](std::string_view, std::string_view) {});
    if (!whole || bytes == 0) state.SkipWithError("not replayed");
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(batch.count()));
}
BENCHMARK(BM_Replay);
}  // namespace
