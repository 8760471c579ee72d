// bench/rid_bench.cc: CPU time of one RID, no mailbox and no disk. Read items_per_second as RID/s.
#include <benchmark/benchmark.h>

#include "actors/rid/rid_state.h"
#include "tests/fakes/memory_transaction.h"

namespace {
/// The argument is the number of machines that take turns.
void BM_IssueRid(benchmark::State& state) {
  std::vector<rid::Machine> machines;
  for (int64_t i = 0; i < state.range(0); ++i) {
    machines.push_back({"10001", std::to_string(10'000 + i)});
  }
  MemoryTransaction tx;
  rid::Sequences sequences{{}};
  int64_t issued = 0;
  for (auto _ : state) {
    // A new second every 50,000: one machine's sequence does not go round within it.
    const UtcTime now{std::chrono::seconds{1'704'196'800 + issued / 50'000}};
    const auto& machine = machines[static_cast<size_t>(issued++ % state.range(0))];
    const auto rid = sequences.issue(machine, now, tx);
    if (!rid.ok()) state.SkipWithError("no RID issued");
    benchmark::DoNotOptimize(rid);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_IssueRid)->Arg(1)->Arg(1000);
}  // namespace
