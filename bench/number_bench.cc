// bench/number_bench.cc: CPU time of drawing, checking, issuing and loading numbers. The store is a
// map in memory: no mailbox and no disk. Read items_per_second as numbers/s.
#include <benchmark/benchmark.h>
#include <openssl/rand.h>

#include <cstdlib>

#include "actors/base/partition_of.h"
#include "actors/number/generator.h"
#include "actors/prid/prid_rules.h"
#include "actors/uin/uin_state.h"
#include "actors/vid/vid_rules.h"
#include "tests/fakes/drawn_numbers.h"
#include "tests/fakes/memory_transaction.h"

namespace {
/// The cost of a real CSPRNG belongs to the figure.
class OpensslRandom final : public Random {
 public:
  void fill(std::span<std::byte> bytes) override {
    const auto size = static_cast<int>(bytes.size());
    if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), size) != 1) std::abort();
  }
};

void draw(benchmark::State& state, const number::NumberRules& rules) {
  OpensslRandom random;
  number::Generator generator{rules, random};
  for (auto _ : state) {
    const auto number = generator.next();
    if (!number) state.SkipWithError("no number drawn");
    benchmark::DoNotOptimize(number);
  }
  state.SetItemsProcessed(state.iterations());
}
void BM_DrawUin(benchmark::State& state) { draw(state, uin::default_rules()); }
void BM_DrawPrid(benchmark::State& state) { draw(state, prid::default_rules()); }
void BM_DrawVid(benchmark::State& state) { draw(state, vid::default_rules()); }

void BM_CheckUin(benchmark::State& state) {
  const auto numbers = drawn_numbers(uin::default_rules(), 4096);
  number::Draft draft{uin::default_rules()};
  size_t at = 0;
  for (auto _ : state) {
    if (!draft.accepts(number::unpack(numbers[at++ % numbers.size()]))) {
      state.SkipWithError("a valid number was refused");
    }
  }
  state.SetItemsProcessed(state.iterations());
}

/// The partition's part of GET /uin and PUT /uin (ASSIGNED), in batches of 64.
void BM_IssueAndAssignUin(benchmark::State& state) {
  const auto numbers = drawn_numbers(uin::default_rules(), 16'000);
  const UtcTime now{};
  MemoryTransaction tx;
  uin::Uins uins{{uin::default_rules(), 0, 1, {1, 16'000}}};
  size_t done = 0;
  for (auto _ : state) {
    if (uins.levels().unused == 0) {
      state.PauseTiming();
      tx = {};
      uins = uin::Uins{{uin::default_rules(), 0, 1, {1, 16'000}}};
      if (!uins.refill(numbers, tx).ok()) state.SkipWithError("no refill");
      state.ResumeTiming();
    }
    const auto uin = uins.issue({{"00000000-0000-0000-0000-000000000000", "", ""}}, now, tx);
    if (!uin.ok() || !uins.update({uin.value(), "ASSIGNED", {"x", "", ""}}, now, tx).ok()) {
      state.SkipWithError("not issued");
      break;
    }
    if (++done % 64 == 0) uins.before_commit(tx);
  }
  state.SetItemsProcessed(state.iterations());
}

constexpr uint16_t partitions = 16;
constexpr uint64_t stored = 500'000;

number::PoolShare share(uint16_t partition) {
  return {uin::default_rules(), partition, partitions, {stored / 2, stored}};
}

std::vector<MemoryTransaction> full_stores() {
  std::vector<std::vector<number::Packed>> numbers(partitions);
  for (const auto number : drawn_numbers(uin::default_rules(), stored)) {
    numbers[partition_of(number::unpack(number), partitions)].push_back(number);
  }
  std::vector<MemoryTransaction> stores(partitions);
  for (uint16_t i = 0; i < partitions; ++i) {
    number::NumberPool pool{share(i)};
    for (std::span<const number::Packed> rest{numbers[i]}; !rest.empty();) {
      const auto part = rest.first(std::min(rest.size(), number::NumberPool::candidates_max));
      if (!pool.refill(part, stores[i]).ok()) std::abort();
      rest = rest.subspan(part.size());
    }
    pool.before_commit(stores[i]);
  }
  return stores;
}

/// All 16 partitions of a full pool, one after the other.
void BM_LoadPoolOf500k(benchmark::State& state) {
  auto stores = full_stores();
  for (auto _ : state) {
    size_t loaded = 0;
    for (uint16_t i = 0; i < partitions; ++i) {
      number::NumberPool pool{share(i)};
      if (!pool.load(stores[i]).ok()) state.SkipWithError("not loaded");
      loaded += pool.unused();
    }
    if (loaded < stored * 9 / 10) state.SkipWithError("numbers are missing");
  }
}

BENCHMARK(BM_DrawUin);
BENCHMARK(BM_DrawPrid);
BENCHMARK(BM_DrawVid);
BENCHMARK(BM_CheckUin);
BENCHMARK(BM_IssueAndAssignUin);
BENCHMARK(BM_LoadPoolOf500k)->Unit(benchmark::kMillisecond);
}  // namespace
