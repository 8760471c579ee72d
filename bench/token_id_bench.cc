// bench/token_id_bench.cc: CPU time of one static token id, with OpenSSL's SHA-256, and of its
// decimal part alone. Read items_per_second as tokens/s.
#include <benchmark/benchmark.h>

#include "actors/token_id/token_id_state.h"
#include "tests/fakes/openssl_sha256.h"

namespace {
void BM_DeriveTokenId(benchmark::State& state) {
  const token_id::TokenIds tokens{{"uin-salt-A", "partner-salt-B"}, 36, openssl_sha256};
  const token_id::Subject subject{"5193698130", "9373"};
  for (auto _ : state) {
    const auto token = tokens.derive(subject);
    if (!token.ok() || token.value() != "258008809419796008622210517657408904") {
      state.SkipWithError("a wrong token");
    }
  }
  state.SetItemsProcessed(state.iterations());
}

void BM_Decimal(benchmark::State& state) {
  auto hash = token_id::upper_hex(openssl_sha256("any"));
  for (auto _ : state) {
    benchmark::DoNotOptimize(hash);
    auto digits = token_id::decimal_of(hash);
    benchmark::DoNotOptimize(digits);
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_DeriveTokenId);
BENCHMARK(BM_Decimal);
}  // namespace
