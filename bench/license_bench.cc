// bench/license_bench.cc: CPU time of licence keys, no mailbox and no disk. Read items_per_second
// as lookups or keys a second.
#include <benchmark/benchmark.h>

#include "actors/license/license_state.h"
#include "crypto/random.h"
#include "tests/fakes/memory_transaction.h"

namespace {
const UtcTime now{std::chrono::seconds{1'704'196'800}};
const license::Rules rules{16, {"OTP Trigger", "OTP Authentication"}};

license::Licenses licenses_of(license::Share share = {}) {
  static crypto::SystemKeyRandom source;
  return {rules, share, std::make_shared<crypto::BufferedRandom>(source)};
}

std::string new_key(license::Licenses& licenses, store::Transaction& tx) {
  return licenses.generate("4411", now + std::chrono::hours{1}, now, tx).value();
}

/// `count` keys with two permissions each.
std::vector<license::Pair> mapped(license::Licenses& licenses, store::Transaction& tx,
                                  int64_t count) {
  std::vector<license::Pair> pairs;
  for (int64_t i = 0; i < count; ++i) {
    pairs.push_back({"4411", new_key(licenses, tx)});
    if (!licenses.map(pairs.back(), rules.permissions, tx).ok()) std::abort();
  }
  return pairs;
}

/// The first argument is the number of keys that take turns; the second is 1 when the memory is
/// emptied before each lookup, so that the record is read and decoded.
void BM_Lookup(benchmark::State& state) {
  MemoryTransaction tx;
  license::Licenses licenses = licenses_of();
  const auto pairs = mapped(licenses, tx, state.range(0));
  size_t next = 0;
  for (auto _ : state) {
    if (state.range(1) == 1) licenses.forget();
    const auto permissions = licenses.permissions(pairs[next++ % pairs.size()], now, tx);
    if (!permissions.ok()) state.SkipWithError("refused");
    benchmark::DoNotOptimize(permissions);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Lookup)->Args({1, 0})->Args({10'000, 0})->Args({10'000, 1});

/// The argument is the number of partitions, of which one draws: it throws away the others' keys.
void BM_Generate(benchmark::State& state) {
  MemoryTransaction tx;
  license::Licenses licenses = licenses_of({0, static_cast<uint16_t>(state.range(0))});
  for (auto _ : state) benchmark::DoNotOptimize(new_key(licenses, tx));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_Generate)->Arg(1)->Arg(16);
}  // namespace
