// bench/audit_bench.cc: CPU time that an audit record adds to the change that it belongs to, and of
// its parts. The store is a map in memory. Read items_per_second as records/s.
#include <benchmark/benchmark.h>

#include "actors/audit/audit_mask.h"
#include "actors/audit/own_record.h"
#include "actors/audit/trail.h"
#include "crypto/random.h"
#include "tests/fakes/memory_transaction.h"

namespace {
constexpr store::Owner owner{0, store::Service::uin};
constexpr size_t kept_max = 10'000;  ///< then the map begins anew: its growth is not the figure
const audit::Origin by{"234ec93f-6afd-47bd-942a-3d541b746be4", "registration-client",
                       "10.20.30.40"};
const audit::Event event{audit::Operation::uin_issued, by, "2530192395"};

void BM_OwnText(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(audit::own_text(event, "kernel-1", system_now()));
  state.SetItemsProcessed(state.iterations());
}

/// As in the server: one head a batch of 32 records.
void BM_Record(benchmark::State& state) {
  crypto::SystemKeyRandom source;
  crypto::BufferedRandom random{source};
  const auto key = std::make_shared<const seal::MasterKey>(seal::MasterKey::generate(random));
  const audit::Trail trail{
      std::make_shared<seal::Sealer>(key, random, owner), owner, {{}, "kernel-1"}};
  MemoryTransaction tx;
  size_t kept = 0;
  for (auto _ : state) {
    trail.begin();
    trail.record(event, system_now(), tx);
    if (++kept % 32 == 0) trail.keep_head(tx);
    if (kept % kept_max == 0) {
      state.PauseTiming();
      std::erase_if(tx.entries, [](const auto& entry) { return entry.first.starts_with("J"); });
      state.ResumeTiming();
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_Mask(benchmark::State& state) {
  const std::string text =
      "the demographic data of the application were saved; status: PENDING, page=3";
  for (auto _ : state) benchmark::DoNotOptimize(audit::masked(text));
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_OwnText);
BENCHMARK(BM_Record);
BENCHMARK(BM_Mask);
}  // namespace
