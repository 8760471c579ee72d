// bench/id_object_bench.cc: CPU time that the validation of one application takes: the seed's POST
// example as it is printed, one that fails in each stage, and the parts. Read items_per_second as
// applications/s of one core.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <chrono>

#include "actors/id_object/pattern.h"
#include "tests/id_object/seed_examples.h"
#include "tests/id_object/shipped.h"

namespace {
using namespace std::chrono_literals;
constexpr std::chrono::year_month_day today{2020y / 3 / 2};

void run(benchmark::State& state, const std::string& text, size_t faults) {
  const id_object::Validator& validator = id_object::shipped();
  for (auto _ : state) {
    const auto found = validator.check(text, today);
    if (found.size() != faults) state.SkipWithError("other faults than expected");
    benchmark::DoNotOptimize(found);
  }
  state.SetItemsProcessed(state.iterations());
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(text.size()));
}

std::string seed_with(const std::string& what, const std::string& text) {
  std::string out{id_object::seed_post};
  out.replace(out.find(what), what.size(), text);
  return out;
}

void BM_SeedPost(benchmark::State& state) { run(state, std::string{id_object::seed_post}, 0); }
void BM_SeedPostCompact(benchmark::State& state) {
  simdjson::dom::parser parser;
  const simdjson::padded_string text{id_object::seed_post};
  run(state, simdjson::minify(parser.parse(text).value()), 0);
}
void BM_AttributeMissing(benchmark::State& state) {
  run(state, seed_with(R"("postalCode")", R"("otherCode")"), 1);
}
void BM_PatternFails(benchmark::State& state) { run(state, seed_with("9999999999", "1"), 1); }
void BM_PlaceUnknown(benchmark::State& state) { run(state, seed_with(R"("RSK")", R"("XXX")"), 1); }

void BM_ParseAlone(benchmark::State& state) {
  for (auto _ : state) {
    const simdjson::padded_string text{id_object::seed_post};
    simdjson::dom::parser parser;
    benchmark::DoNotOptimize(parser.parse(text).error());
  }
  state.SetItemsProcessed(state.iterations());
}
void BM_EmailPattern(benchmark::State& state) {
  const auto pattern =
      id_object::Pattern::compile(R"(^[\w-\+]+(\.[\w]+)*@[\w-]+(\.[\w]+)*(\.[a-z]{2,})$)").value();
  for (auto _ : state) {
    if (!pattern.matches("mosip@gmail.com")) state.SkipWithError("no match");
  }
  state.SetItemsProcessed(state.iterations());
}
/// What a pattern with nested repetitions costs at the most.
void BM_CatastrophicPattern(benchmark::State& state) {
  const auto pattern = id_object::Pattern::compile("(a+)+$").value();
  const std::string text = std::string(10'000, 'a') + 'b';
  for (auto _ : state) {
    if (pattern.matches(text)) state.SkipWithError("a match");
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_SeedPost);
BENCHMARK(BM_SeedPostCompact);
BENCHMARK(BM_AttributeMissing);
BENCHMARK(BM_PatternFails);
BENCHMARK(BM_PlaceUnknown);
BENCHMARK(BM_ParseAlone);
BENCHMARK(BM_EmailPattern);
BENCHMARK(BM_CatastrophicPattern);
}  // namespace
