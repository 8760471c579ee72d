// bench/otp_bench.cc: CPU time of one-time codes, no mailbox and no disk. Read items_per_second as
// pairs of a code made and used a second.
#include <benchmark/benchmark.h>

#include "actors/otp/otp_key.h"
#include "actors/otp/otp_state.h"
#include "crypto/random.h"
#include "tests/fakes/memory_transaction.h"

namespace {
const UtcTime now{std::chrono::seconds{1'704'196'800}};

/// The argument is the number of keys that take turns.
void BM_MakeAndCheck(benchmark::State& state) {
  static crypto::SystemKeyRandom source;
  const auto index_key = std::make_shared<const seal::IndexKey>(crypto::SecureBytes{size_t{32}});
  MemoryTransaction tx;
  otp::Codes codes{
      {.generations_max = UINT32_MAX}, index_key, std::make_shared<crypto::BufferedRandom>(source)};
  int64_t next = 0;
  for (auto _ : state) {
    const std::string id = std::to_string(9'820'000'000 + next++ % state.range(0));
    const std::string key = otp::hash_of(*index_key, {otp::external_keys, id});
    const auto made = codes.make(key, now, tx);
    const auto outcome = codes.check(key, made.value().code, now, tx);
    if (outcome.value() != otp::Outcome::success) state.SkipWithError("refused");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_MakeAndCheck)->Arg(1)->Arg(10'000);
}  // namespace
